//! Raw file and environment to checked configuration; the only reader of the environment.
