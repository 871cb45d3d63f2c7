// What Node itself needs to start and end.
process.exitCode = 0;
