# What every target of ours is compiled with. Generated code (protoc-c) links wlacznik_generated
# instead: the same hardening without the warnings that its authors do not heed.

add_library (wlacznik_generated INTERFACE)
target_compile_options (wlacznik_generated INTERFACE
    -fno-strict-aliasing -fstack-protector-strong -fno-omit-frame-pointer)
target_compile_definitions (wlacznik_generated INTERFACE _GNU_SOURCE)
if (NOT WLACZNIK_SANITIZE)
    # The sanitizers check more, and do not like the wrappers that this puts in.
    target_compile_definitions (wlacznik_generated INTERFACE
        $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)
else ()
    target_compile_options (wlacznik_generated INTERFACE
        -fsanitize=${WLACZNIK_SANITIZE} -fno-sanitize-recover=all -g)
    target_link_options (wlacznik_generated INTERFACE -fsanitize=${WLACZNIK_SANITIZE})
    # Some 280 programs with all their debug information: lld takes a third of the time of ld.
    find_program (WLACZNIK_LLD ld.lld)
    if (WLACZNIK_LLD)
        target_link_options (wlacznik_generated INTERFACE -fuse-ld=lld)
    endif ()
endif ()
target_link_options (wlacznik_generated INTERFACE -Wl,-z,relro,-z,now)

add_library (wlacznik_options INTERFACE)
target_link_libraries (wlacznik_options INTERFACE wlacznik_generated)
target_compile_options (wlacznik_options INTERFACE
    -Wall -Wextra -Wshadow -Wconversion -Wvla -Wmissing-prototypes -Wstrict-prototypes
    -Wwrite-strings -Wformat=2 -Wundef -Wcast-qual -Wno-missing-field-initializers
    $<$<BOOL:${WLACZNIK_WERROR}>:-Werror>)
target_include_directories (wlacznik_options INTERFACE ${CMAKE_SOURCE_DIR}/common)

# wlacznik_test (NAME label source...): a cmocka program registered with CTest under `label`.
# Libraries under test are named after LINK.
function (wlacznik_test name label)
    cmake_parse_arguments (arg "" "" "LINK" ${ARGN})
    add_executable (test-${name} ${arg_UNPARSED_ARGUMENTS})
    target_link_libraries (test-${name} PRIVATE wlacznik_options ${arg_LINK} PkgConfig::CMOCKA)
    add_test (NAME ${name} COMMAND test-${name})
    set_tests_properties (${name} PROPERTIES LABELS ${label} TIMEOUT 300)
endfunction ()
