# src/ROOM/*.c -> one object library per room -> libdeclarant.a, libdeclarant.so.0 and the binary.
#
# faces/ is the outermost room: what lies in faces/cli and faces/http belongs to the binary alone.

set(DECLARANT_ROOMS base value feel rulebook determination ledger casework papers)
set(DECLARANT_CORE "")

# declarant_room(NAME PATTERN...): the object library room-NAME, when there are sources.
function(declarant_room name)
  list(TRANSFORM ARGN PREPEND "${CMAKE_SOURCE_DIR}/src/")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${ARGN})
  if(NOT sources)
    return()
  endif()
  if(name STREQUAL value)
    list(APPEND sources ${CMAKE_BINARY_DIR}/generated/zones.c)
  endif()
  add_library(room-${name} OBJECT ${sources})
  target_include_directories(room-${name} PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/include)
  target_compile_definitions(room-${name} PRIVATE
    DECLARANT_VERSION="${PROJECT_VERSION}"
    DECLARANT_INSTALLED_RULEBOOKS="${CMAKE_INSTALL_FULL_DATADIR}/declarant/rulebooks"
    DECLARANT_INSTALLED_DATA="${CMAKE_INSTALL_FULL_DATADIR}/declarant/data")
  target_link_libraries(room-${name} PRIVATE dependencies-shared) # for their include folders
endfunction()

# The program inside an evidence bundle is a file of its own, taken in by the assembler.
set(bundle_program ${CMAKE_SOURCE_DIR}/src/papers/bundle.js)
set_source_files_properties(${CMAKE_SOURCE_DIR}/src/papers/bundle.c PROPERTIES
  COMPILE_DEFINITIONS DECLARANT_BUNDLE_PROGRAM="${bundle_program}" OBJECT_DEPENDS ${bundle_program})

foreach(room ${DECLARANT_ROOMS})
  declarant_room(${room} ${room}/*.c)
endforeach()
declarant_room(library faces/library/*.c)
foreach(room ${DECLARANT_ROOMS} library)
  if(TARGET room-${room})
    list(APPEND DECLARANT_CORE $<TARGET_OBJECTS:room-${room}>)
  endif()
endforeach()

add_library(declarant-static STATIC ${DECLARANT_CORE})
set_target_properties(declarant-static PROPERTIES OUTPUT_NAME declarant LINKER_LANGUAGE C)
target_include_directories(declarant-static PUBLIC ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/include)
target_link_libraries(declarant-static PUBLIC dependencies-static Threads::Threads m)

# Only declarant_* leaves the shared library: hidden visibility for the compiler, the version script for the rest, other
# people's archives included, so that their names do not meet those of a shared copy in the same process.
if(TARGET room-library)
  add_library(declarant-shared SHARED ${DECLARANT_CORE})
  set_target_properties(declarant-shared PROPERTIES
    OUTPUT_NAME declarant VERSION ${PROJECT_VERSION} SOVERSION ${DECLARANT_SOVERSION}
    LINK_DEPENDS ${CMAKE_SOURCE_DIR}/cmake/declarant.map)
  target_link_options(declarant-shared PRIVATE -Wl,--version-script=${CMAKE_SOURCE_DIR}/cmake/declarant.map)
  if(NOT DECLARANT_SANITIZE AND NOT DECLARANT_FUZZ)
    target_link_options(declarant-shared PRIVATE -Wl,--no-undefined)
  endif()
  target_link_libraries(declarant-shared PRIVATE dependencies-embedded Threads::Threads m)
endif()

if(EXISTS ${CMAKE_SOURCE_DIR}/src/faces/cli/main.c)
  declarant_room(faces faces/cli/*.c faces/http/*.c)
  add_executable(declarant $<TARGET_OBJECTS:room-faces>)
  set_target_properties(declarant PROPERTIES LINKER_LANGUAGE C)
  target_link_libraries(declarant PRIVATE declarant-static)
endif()
