"""The only modules that speak SQL: connection, schema, and one module for each kind of fact."""
