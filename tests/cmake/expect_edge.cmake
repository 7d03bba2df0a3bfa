# Configures scratch/ with one edge and asserts what configuring says.
set(expected_lower "")
set(expected_same "layer violation: user \\(layer 2\\) may not use twin \\(layer 2\\)")
set(expected_higher "layer violation: user \\(layer 2\\) may not use high \\(layer 3\\)")
set(expected_unknown "sluice_nobody|'nobody' is not a Sluice library")
set(expected_executable "layer violation: user \\(layer 2\\) may not use high \\(layer 3\\)")

file(REMOVE_RECURSE ${WORK})
execute_process(
    COMMAND ${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/scratch -B ${WORK} -G ${GENERATOR}
            -DCMAKE_CXX_COMPILER=${CXX} -DSLUICE_ROOT=${SLUICE_ROOT} -DEDGE=${EDGE}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
file(REMOVE_RECURSE ${WORK})

# A message is wrapped at the width of a terminal.
string(REGEX REPLACE "[ \t\r\n]+" " " said "${output}")
set(expected "${expected_${EDGE}}")
if(expected STREQUAL "" AND NOT result EQUAL 0)
    message(FATAL_ERROR "the edge '${EDGE}' is legal and was refused:\n${output}")
endif()
if(NOT expected STREQUAL "" AND result EQUAL 0)
    message(FATAL_ERROR "the edge '${EDGE}' was taken")
endif()
if(NOT expected STREQUAL "" AND NOT said MATCHES "${expected}")
    message(FATAL_ERROR "configuring failed without the words '${expected}':\n${output}")
endif()
