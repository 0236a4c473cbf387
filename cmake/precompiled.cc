// The one source of the targets that own the precompiled headers (EvidencePrecompiled.cmake).
int main() { return 0; }
