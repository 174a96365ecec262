# From .proto files to C, for the contract itself and for the tests' own small contract.

find_program (PROTOC protoc REQUIRED)
find_program (PROTOC_C protoc-c REQUIRED)
find_path (PROTOBUF_INCLUDE google/protobuf/descriptor.proto REQUIRED)

# wlacznik_compile_protos (target folder IMPORT dir... FILES proto...): the library `target` of what
# protoc-c writes into `folder`. Whoever links it includes "<proto without suffix>.pb-c.h"; SYSTEM,
# because the warnings of that code are not ours to heed.
function (wlacznik_compile_protos target folder)
    cmake_parse_arguments (arg "" "" "IMPORT;FILES" ${ARGN})
    list (TRANSFORM arg_IMPORT PREPEND -I OUTPUT_VARIABLE imports)
    foreach (proto ${arg_FILES})
        string (REGEX REPLACE "\\.proto$" ".pb-c" stem ${folder}/${proto})
        set (depends ${WLACZNIK_PROTO_FILES})
        if (EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/${proto}) # not so with Google's
            list (APPEND depends ${CMAKE_CURRENT_SOURCE_DIR}/${proto})
        endif ()
        add_custom_command (OUTPUT ${stem}.c ${stem}.h
            COMMAND ${PROTOC_C} ${imports} -I${PROTOBUF_INCLUDE} --c_out=${folder} ${proto}
            DEPENDS ${depends}
            WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
            COMMENT "protoc-c ${proto}" VERBATIM)
        list (APPEND sources ${stem}.c)
    endforeach ()
    file (MAKE_DIRECTORY ${folder})
    add_library (${target} STATIC ${sources})
    target_link_libraries (${target} PRIVATE wlacznik_generated PUBLIC PkgConfig::PROTOBUF_C)
    target_include_directories (${target} SYSTEM PUBLIC ${folder})
endfunction ()

# The packages of those of the files that have a service.
function (wlacznik_find_packages ret)
    foreach (proto ${ARGN})
        # A service may come or go with an edit of the file, and with it a target.
        set_property (DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${proto})
        file (STRINGS ${proto} service REGEX "^service ")
        file (STRINGS ${proto} package REGEX "^package ")
        if (service)
            string (REGEX REPLACE "^package +([a-z0-9_]+) *;.*" "\\1" package ${package})
            list (APPEND packages ${package})
        endif ()
    endforeach ()
    set (${ret} ${packages} PARENT_SCOPE)
endfunction ()

# wlacznik_generate_contract (target folder protos IMPORT dir... FILES proto...): what wl-contract
# makes of the files; `protos` is their library of wlacznik_compile_protos. `target` is the object of
# the tables (contract.c), so that a program which links it directly has that contract and not the
# one inside wlacznik_message. Beside it stands openapi.json. Each package X with a service gets
# wlacznik_handlers_X: X.contract.h, X.handlers.h and the table X_handlers for the program that
# defines the handlers.
function (wlacznik_generate_contract target folder protos)
    cmake_parse_arguments (arg "" "" "IMPORT;FILES" ${ARGN})
    list (TRANSFORM arg_IMPORT PREPEND -I OUTPUT_VARIABLE imports)
    wlacznik_find_packages (packages ${arg_FILES})
    foreach (package ${packages})
        list (APPEND outputs ${folder}/${package}.contract.h ${folder}/${package}.handlers.h
              ${folder}/${package}.handlers.c)
    endforeach ()
    file (MAKE_DIRECTORY ${folder})
    add_custom_command (OUTPUT ${folder}/contract.c ${folder}/openapi.json ${outputs}
        COMMAND ${PROTOC} ${imports} -I${PROTOBUF_INCLUDE} --include_imports --include_source_info
                --descriptor_set_out=${folder}/contract.pb ${arg_FILES}
        COMMAND wl-contract ${folder}/contract.pb ${folder} ${PROJECT_VERSION}
        DEPENDS wl-contract ${WLACZNIK_PROTO_FILES} ${arg_FILES}
        BYPRODUCTS ${folder}/contract.pb
        WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
        COMMENT "wl-contract" VERBATIM)
    add_custom_target (${target}_files DEPENDS ${folder}/contract.c ${folder}/openapi.json ${outputs})

    add_library (${target} OBJECT ${folder}/contract.c)
    add_dependencies (${target} ${target}_files)
    target_link_libraries (${target} PUBLIC ${protos} PRIVATE wlacznik_generated)
    target_include_directories (${target} PRIVATE ${CMAKE_SOURCE_DIR}/common)
    target_include_directories (${target} SYSTEM PUBLIC ${folder})

    foreach (package ${packages})
        add_library (wlacznik_handlers_${package} OBJECT ${folder}/${package}.handlers.c)
        add_dependencies (wlacznik_handlers_${package} ${target}_files)
        target_link_libraries (wlacznik_handlers_${package}
            PUBLIC wlacznik_options ${protos} $<TARGET_NAME_IF_EXISTS:wlacznik_service>)
    endforeach ()
endfunction ()
