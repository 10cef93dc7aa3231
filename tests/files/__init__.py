"""Small dirty files made in code, byte for byte the same each time; nothing is copied from offices."""
