# Turns a text file into a C++ source that holds its bytes:
#   cmake -DINPUT=file -DOUTPUT=file.cpp -DDECLARATION=header.hpp -DFUNCTION=callwright::name -P EmbedText.cmake
# FUNCTION is declared in DECLARATION as `std::string_view name()`. (#embed is not known to every tool that reads the
# tree, and a string literal of this size is not portable, so the bytes are an array.)
file(READ "${INPUT}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE "${OUTPUT}.new"
  "#include \"${DECLARATION}\"\n\n"
  "namespace {\nconstexpr char kText[] = {${bytes}};\n}  // namespace\n\n"
  "std::string_view ${FUNCTION}() { return {kText, sizeof(kText)}; }\n")
file(RENAME "${OUTPUT}.new" "${OUTPUT}")
