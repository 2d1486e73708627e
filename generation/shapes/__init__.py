"""Words into shapes: lexer, grammar, families, builder and checker; pure, and light until something is built."""
