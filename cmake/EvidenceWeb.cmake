# The pages' templates and static files, embedded in the binary.
if(NOT TARGET evidence_web)
  add_library(evidence_web INTERFACE)
endif()
