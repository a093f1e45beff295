"""Asking sites: politely, one request at a time, to public addresses only, and every answer as it came."""
