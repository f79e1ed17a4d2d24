// libFuzzer brings the main function; this file gives the linker something to begin with.
