"""Feeds for other catalogues and search engines: DCAT, OAI-PMH, Atom, sitemaps, one dataset described."""
