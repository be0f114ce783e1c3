"""Answers as text: tables for a terminal, Markdown, CSV and JSON."""
