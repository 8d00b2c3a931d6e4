//! What a service desk is: pure, no input or output.
