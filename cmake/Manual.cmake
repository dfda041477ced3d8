# man/*.scd -> manual pages; `declarant --completion SHELL` -> completions. Both are part of the default build; without
# scdoc there are no pages.

# The day in the pages: SOURCE_DATE_EPOCH where it is set, else the day of the newest commit, else the first of all days.
if(DEFINED ENV{SOURCE_DATE_EPOCH})
  set(DECLARANT_EPOCH $ENV{SOURCE_DATE_EPOCH})
else()
  execute_process(COMMAND git -C ${CMAKE_SOURCE_DIR} log -1 --format=%ct
                  OUTPUT_VARIABLE DECLARANT_EPOCH OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT DECLARANT_EPOCH MATCHES "^[0-9]+$")
  set(DECLARANT_EPOCH 0)
endif()

find_program(SCDOC scdoc)
file(GLOB pages CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/man/*.scd)
set(binary "")
if(TARGET declarant)
  set(binary $<TARGET_FILE:declarant>)
endif()
if(SCDOC)
  foreach(page ${pages})
    get_filename_component(name ${page} NAME_WLE) # declarant-facts.1
    string(REGEX REPLACE ".*\\." "" section ${name})
    set(made ${CMAKE_BINARY_DIR}/man/${name})
    add_custom_command(OUTPUT ${made}
      COMMAND ${CMAKE_COMMAND} -E env SOURCE_DATE_EPOCH=${DECLARANT_EPOCH}
              sh ${CMAKE_SOURCE_DIR}/cmake/manual-page.sh ${SCDOC} ${page} ${made} ${binary}
      DEPENDS ${page} ${CMAKE_SOURCE_DIR}/cmake/manual-page.sh ${binary} VERBATIM)
    list(APPEND manual ${made})
    install(FILES ${made} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section})
  endforeach()
  add_custom_target(manual ALL DEPENDS ${manual})
endif()

if(TARGET declarant)
  set(completions ${CMAKE_BINARY_DIR}/completions)
  add_custom_command(TARGET declarant POST_BUILD
    COMMAND sh ${CMAKE_SOURCE_DIR}/cmake/completions.sh $<TARGET_FILE:declarant> ${completions} VERBATIM)
  install(FILES ${completions}/declarant DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions OPTIONAL)
  install(FILES ${completions}/_declarant DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions OPTIONAL)
  install(FILES ${completions}/declarant.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d OPTIONAL)
endif()
