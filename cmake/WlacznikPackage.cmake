# What is installed, and the .deb that CPack makes of it: cmake --build build/release --target package.
# The web client is a build of its own (services/gateway/web/README.md) and is there when it was built.
include (GNUInstallDirs)

install (TARGETS wlacznik wlacznik-intake wlacznik-evaluation wlacznik-dissemination
                 wlacznik-notification wlacznik-gateway
         RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install (DIRECTORY services/gateway/web/dist/ DESTINATION ${CMAKE_INSTALL_DATADIR}/wlacznik/web OPTIONAL)
install (PROGRAMS services/notification/plug-ins/keep-as-file
         DESTINATION ${CMAKE_INSTALL_DATADIR}/wlacznik/plug-ins)
install (FILES deploy/systemd/wlacznik@.service deploy/systemd/wlacznik.target
         DESTINATION lib/systemd/system)
install (FILES deploy/systemd/wlacznik.sysusers DESTINATION lib/sysusers.d RENAME wlacznik.conf)
install (FILES deploy/systemd/wlacznik.tmpfiles DESTINATION lib/tmpfiles.d RENAME wlacznik.conf)
install (FILES deploy/systemd/wlacznik.ini DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install (FILES deploy/systemd/README.md deploy/observability/runbooks.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

set (CPACK_GENERATOR DEB)
set (CPACK_PACKAGE_NAME wlacznik)
set (CPACK_PACKAGE_VENDOR "Włącznik")
set (CPACK_PACKAGE_CONTACT "Włącznik maintainers <maintainers@wlacznik.example>")
set (CPACK_PACKAGING_INSTALL_PREFIX /usr)
set (CPACK_STRIP_FILES ON)
set (CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set (CPACK_DEBIAN_PACKAGE_SECTION web)
set (CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set (CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql-15, nginx | haproxy, prometheus")
set (CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/deploy/systemd/postinst;${CMAKE_SOURCE_DIR}/deploy/systemd/prerm)
set (CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include (CPack)
