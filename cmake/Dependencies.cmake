# Libraries the product stands on. The binary takes the static form where Debian has one: loading a shared library
# costs more than a short run does (docs/decisions/0001-static-core.md).

find_package(PkgConfig REQUIRED)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c)
find_path(UNISTRING_INCLUDE unistr.h REQUIRED)
find_path(CRYPTO_INCLUDE openssl/evp.h REQUIRED)
find_path(MPFR_INCLUDE mpfr.h REQUIRED)
find_path(PCRE2_INCLUDE pcre2.h REQUIRED)
find_path(EXPAT_INCLUDE expat.h REQUIRED)
find_path(XLSXWRITER_INCLUDE xlsxwriter.h REQUIRED) # loaded when a spreadsheet is written (base/late.h), never linked
find_path(ZIP_INCLUDE zip.h REQUIRED) # loaded when a spreadsheet is read (base/late.h), never linked
find_path(SODIUM_INCLUDE sodium.h REQUIRED)
find_path(SQLITE_INCLUDE sqlite3.h REQUIRED)
find_path(PQ_INCLUDE libpq-fe.h PATH_SUFFIXES postgresql REQUIRED) # loaded when it is needed (base/late.h): its header alone is used

# declarant_dependency(NAME FILE INCLUDE): dependency-NAME links the shared library, dependency-NAME-static the static
# one where it is there.
function(declarant_dependency name file include)
  find_library(DECLARANT_${file}_SHARED ${file} REQUIRED)
  find_library(DECLARANT_${file}_STATIC lib${file}.a)
  foreach(form SHARED STATIC)
    set(library ${DECLARANT_${file}_${form}})
    if(NOT library)
      set(library ${DECLARANT_${file}_SHARED})
    endif()
    string(TOLOWER ${form} suffix)
    add_library(dependency-${name}-${suffix} INTERFACE)
    target_include_directories(dependency-${name}-${suffix} SYSTEM INTERFACE ${include})
    target_link_libraries(dependency-${name}-${suffix} INTERFACE ${library})
  endforeach()
endfunction()

declarant_dependency(unistring unistring ${UNISTRING_INCLUDE})
declarant_dependency(crypto crypto ${CRYPTO_INCLUDE})
declarant_dependency(mpfr mpfr ${MPFR_INCLUDE})
declarant_dependency(gmp gmp ${MPFR_INCLUDE})
declarant_dependency(pcre2 pcre2-8 ${PCRE2_INCLUDE})
declarant_dependency(expat expat ${EXPAT_INCLUDE})
declarant_dependency(sodium sodium ${SODIUM_INCLUDE})
declarant_dependency(sqlite sqlite3 ${SQLITE_INCLUDE})

foreach(form shared static)
  add_library(dependencies-${form} INTERFACE)
  target_link_libraries(dependencies-${form} INTERFACE
    dependency-unistring-${form} dependency-crypto-${form} dependency-pcre2-${form} dependency-expat-${form}
    dependency-mpfr-${form} dependency-gmp-${form} dependency-sodium-${form} dependency-sqlite-${form} PkgConfig::MD4C)
  target_include_directories(dependencies-${form} SYSTEM INTERFACE ${XLSXWRITER_INCLUDE} ${ZIP_INCLUDE} ${PQ_INCLUDE})
endforeach()

# What libdeclarant.so takes in: as the command does, but Debian's libmpfr.a is not made to stand in a shared library, and expat's
# archive can print, which a library of ours never does.
add_library(dependencies-embedded INTERFACE)
target_link_libraries(dependencies-embedded INTERFACE
  dependency-unistring-static dependency-crypto-static dependency-pcre2-static dependency-expat-shared
  dependency-mpfr-shared dependency-gmp-shared dependency-sodium-static dependency-sqlite-shared PkgConfig::MD4C)
