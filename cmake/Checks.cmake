# Test programs, corpus replays, fuzzers. None is part of the default build; `--target checks` builds what tests/run
# needs.

add_custom_target(checks)
foreach(part declarant declarant-static declarant-shared manual)
  if(TARGET ${part})
    add_dependencies(checks ${part})
  endif()
endforeach()

# Oracles: tests/oracle/*.c and tests/unit/oracle_*.c are other people's arithmetic and parsers behind small functions. They are compiled by gcc
# also in a clang tree, because clang knows no decimal floating point.
file(GLOB oracles CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/oracle/*.c ${CMAKE_SOURCE_DIR}/tests/unit/oracle_*.c)
set(DECLARANT_ORACLES "")
foreach(oracle ${oracles})
  get_filename_component(name ${oracle} NAME_WE)
  set(object ${CMAKE_BINARY_DIR}/oracles/${name}.o)
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/oracles
    COMMAND gcc -std=gnu11 -O2 -g -Wall -Wextra -I${CMAKE_SOURCE_DIR}/src -I${CMAKE_SOURCE_DIR}/tests
            -MD -MF ${object}.d -c ${oracle} -o ${object}
    DEPENDS ${oracle} DEPFILE ${object}.d VERBATIM)
  list(APPEND DECLARANT_ORACLES ${object})
endforeach()
if(DECLARANT_ORACLES)
  add_custom_target(oracle-objects DEPENDS ${DECLARANT_ORACLES})
  add_library(oracles STATIC EXCLUDE_FROM_ALL ${DECLARANT_ORACLES})
  set_target_properties(oracles PROPERTIES LINKER_LANGUAGE C)
  add_dependencies(oracles oracle-objects)
endif()

# declarant_check(NAME FOLDER SOURCE...): a program in build/FOLDER that sees every room and every oracle.
function(declarant_check name folder)
  add_executable(${name} EXCLUDE_FROM_ALL ${ARGN})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/${folder})
  target_compile_definitions(${name} PRIVATE DECLARANT_SOURCE="${CMAKE_SOURCE_DIR}")
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_SOURCE_DIR}/tests/unit)
  if(TARGET oracles)
    target_link_libraries(${name} PRIVATE oracles)
  endif()
  target_link_libraries(${name} PRIVATE declarant-static)
  foreach(library jansson dfp mpfr)
    find_library(ORACLE_${library} ${library})
    if(ORACLE_${library})
      target_link_libraries(${name} PRIVATE ${ORACLE_${library}})
    endif()
  endforeach()
endfunction()

# tests/unit/test_*.c are cmocka programs; what else lies there serves a runner in Python.
find_library(CMOCKA_LIBRARY cmocka)
if(CMOCKA_LIBRARY)
  file(GLOB programs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/*.c)
  list(REMOVE_ITEM programs ${oracles})
  foreach(program ${programs})
    get_filename_component(name ${program} NAME_WE)
    declarant_check(${name} unit ${program})
    target_link_libraries(${name} PRIVATE ${CMOCKA_LIBRARY})
    add_dependencies(checks ${name})
  endforeach()
endif()

# `--target fuzzers`. Each fuzz/fuzz_WHAT.c twice: a libFuzzer program in a fuzz tree; else a program that replays fuzz/corpus/WHAT.
add_custom_target(fuzzers)
file(GLOB targets CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fuzz/fuzz_*.c)
foreach(target ${targets})
  get_filename_component(name ${target} NAME_WE)
  if(DECLARANT_FUZZ)
    declarant_check(${name} fuzz ${target})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    declarant_check(${name} fuzz ${target} ${CMAKE_SOURCE_DIR}/fuzz/replay.c)
  endif()
  add_dependencies(checks ${name})
  add_dependencies(fuzzers ${name})
endforeach()

# bench/bench_*.c: programs that call the engine in process; `--target benches` builds them, and a share of them is a test.
add_custom_target(benches)
add_dependencies(checks benches)
file(GLOB programs CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/bench/bench_*.c)
foreach(program ${programs})
  get_filename_component(name ${program} NAME_WE)
  declarant_check(${name} bench ${program})
  add_dependencies(benches ${name})
endforeach()

if(DECLARANT_COVERAGE)
  find_program(GCOVR gcovr REQUIRED)
  add_custom_target(coverage
    COMMAND ${GCOVR} --root ${CMAKE_SOURCE_DIR} --filter ${CMAKE_SOURCE_DIR}/src --object-directory ${CMAKE_BINARY_DIR}
            --branches --print-summary --html-details ${CMAKE_BINARY_DIR}/coverage.html
    WORKING_DIRECTORY ${CMAKE_BINARY_DIR} VERBATIM)
endif()
