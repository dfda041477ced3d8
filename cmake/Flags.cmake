# Compiler and linker options, for everything below this tree.

option(DECLARANT_WERROR "Warnings are errors" OFF)
option(DECLARANT_SANITIZE "Address and undefined-behaviour sanitizers" OFF)
option(DECLARANT_FUZZ "libFuzzer programs, one per fuzz/fuzz_*.c; needs clang" OFF)
option(DECLARANT_COVERAGE "Count lines and branches; adds the target 'coverage'" OFF)

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_EXTENSIONS ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_POSITION_INDEPENDENT_CODE ON) # the same objects serve binary and shared library
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# -O2 -g whatever the build type, so that there is one build to speak of.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "" FORCE)
endif()
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g")

add_compile_options(-Wall -Wextra -Wshadow -Wstrict-prototypes
                    -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
if(DECLARANT_WERROR)
  add_compile_options(-Werror)
endif()

# Lazy binding: a short run calls few of the functions it is linked to.
add_link_options(-Wl,-O1,--as-needed,-z,lazy)

if(DECLARANT_SANITIZE OR DECLARANT_FUZZ)
  set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O1 -g")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(DECLARANT_COVERAGE)
  set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O0 -g")
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
if(DECLARANT_FUZZ)
  if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "DECLARANT_FUZZ needs clang: add -DCMAKE_C_COMPILER=clang-14")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
