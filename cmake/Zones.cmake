# The zone database becomes part of the program: a result must not depend on the machine it is reckoned on.

find_path(ZONEINFO Etc/UTC PATHS /usr/share/zoneinfo NO_DEFAULT_PATH REQUIRED)
add_executable(zones EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/tools/zones.c)
set_target_properties(zones PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tools)
add_custom_command(
  OUTPUT ${CMAKE_BINARY_DIR}/generated/zones.c
  COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated
  COMMAND sh -c "exec \"$1\" \"$2\" > \"$3\"" zones $<TARGET_FILE:zones> ${ZONEINFO} ${CMAKE_BINARY_DIR}/generated/zones.c
  DEPENDS zones ${ZONEINFO}/tzdata.zi
  VERBATIM)
