# wlacznik_migrations (TARGET VARIABLE DIRECTORY): embeds the files NNNN_what.sql of a directory into
# a target as the array `const wl_migration_t VARIABLE[]` (db/migrate.h), in their order.
#
# This file is also the script that writes the array: cmake -D... -P WlacznikMigrations.cmake

if (CMAKE_SCRIPT_MODE_FILE)
    cmake_minimum_required (VERSION 3.25)
    file (GLOB files ${directory}/*.sql)
    list (SORT files)
    set (rows "")
    foreach (file IN LISTS files)
        get_filename_component (name ${file} NAME)
        if (NOT name MATCHES "^([0-9][0-9][0-9][0-9])_[a-z0-9_]+\\.sql$")
            message (FATAL_ERROR "${file}: a migration is called NNNN_what.sql")
        endif ()
        string (REGEX REPLACE "^0+" "" number ${CMAKE_MATCH_1})
        if (NOT number OR number IN_LIST numbers)
            message (FATAL_ERROR "${file}: its number is 0 or taken")
        endif ()
        list (APPEND numbers ${number})
        file (READ ${file} text)
        string (REPLACE "\\" "\\\\" text "${text}")
        string (REPLACE "\"" "\\\"" text "${text}")
        string (REPLACE "\n" "\\n\"\n      \"" text "${text}")
        string (APPEND rows "    { ${number}, \"${name}\",\n      \"${text}\" },\n")
    endforeach ()
    file (WRITE ${output}
        "/* From ${directory}; do not edit. */\n#include \"db/migrate.h\"\n\n"
        "extern const wl_migration_t ${variable}[];\n"
        "const wl_migration_t ${variable}[] = {\n${rows}    { 0, NULL, NULL },\n};\n")
    return ()
endif ()

function (wlacznik_migrations target variable directory)
    get_filename_component (directory ${directory} ABSOLUTE)
    file (GLOB files CONFIGURE_DEPENDS ${directory}/*.sql)
    set (output ${CMAKE_CURRENT_BINARY_DIR}/${variable}.c)
    add_custom_command (
        OUTPUT ${output}
        COMMAND ${CMAKE_COMMAND} -Ddirectory=${directory} -Dvariable=${variable}
                -Doutput=${output} -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
        # The directory, so that one that went goes from the array, too.
        DEPENDS ${files} ${directory} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
        COMMENT "Embedding the migrations of ${variable}" VERBATIM)
    target_sources (${target} PRIVATE ${output})
endfunction ()
