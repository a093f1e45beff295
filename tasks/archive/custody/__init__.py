"""Proof that the archive is what it was, and evidence handed on with its proof."""
