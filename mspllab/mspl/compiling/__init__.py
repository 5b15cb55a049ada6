"""The compiler's rules, each a function of the emitter that makes Python nodes."""
