# The pages' templates and static files, embedded in the binary as library evidence_web.
#
# npm installs nhsuk-frontend and sass exactly as web/package-lock.json pins them (no install scripts
# run) into the build tree, once until the lockfile changes; web/build.mjs compiles the style sheet.
include(EvidenceEmbed)

find_program(EVIDENCE_NODE node REQUIRED)
find_program(EVIDENCE_NPM npm REQUIRED)

set(web_source ${PROJECT_SOURCE_DIR}/web)
set(web_build ${PROJECT_BINARY_DIR}/web)
file(GLOB web_templates CONFIGURE_DEPENDS ${web_source}/templates/*.tpl)
file(GLOB web_styles CONFIGURE_DEPENDS ${web_source}/styles/*.scss)
file(GLOB web_images CONFIGURE_DEPENDS ${web_source}/images/*.svg)

add_custom_command(
  OUTPUT ${web_build}/npm.stamp
  COMMAND ${CMAKE_COMMAND} -E make_directory ${web_build}
  COMMAND ${CMAKE_COMMAND} -E copy ${web_source}/package.json ${web_source}/package-lock.json ${web_build}
  COMMAND ${CMAKE_COMMAND} -E chdir ${web_build}
          ${EVIDENCE_NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${web_build}/npm.stamp
  DEPENDS ${web_source}/package.json ${web_source}/package-lock.json
  COMMENT "Installing the pages' pinned packages" VERBATIM)

add_custom_command(
  OUTPUT ${web_build}/site.css ${web_build}/site.css.gz
  COMMAND ${EVIDENCE_NODE} ${web_source}/build.mjs ${web_build} ${web_source}/styles/site.scss
          ${web_build}/site.css
  DEPENDS ${web_build}/npm.stamp ${web_source}/build.mjs ${web_styles}
  COMMENT "Compiling the pages' styles" VERBATIM)

evidence_embed(evidence_web templates ${web_templates})
evidence_embed(evidence_web static ${web_build}/site.css ${web_build}/site.css.gz ${web_images})
