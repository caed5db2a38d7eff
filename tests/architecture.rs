//! The rules of ARCHITECTURE.md that say what must never be, each as a test.
