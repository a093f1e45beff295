"""What other web archives hold: their indexes, their copies, and the files they hand out."""
