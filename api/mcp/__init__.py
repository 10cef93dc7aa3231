"""The assistant door: MCP over HTTP, read-only, on the same queries as page and API (decision 0023)."""
