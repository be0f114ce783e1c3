"""The bundled sample timeline, for who has no store yet."""
