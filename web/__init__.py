"""What a browser, a program or an assistant asks and gets: the same questions by HTTP and MCP."""
