// What the program says without making a call: the errno atlas.
#include "core/report/atlas.h"
#include "tests/catch.h"
#include "tests/support/golden.h"

#include <string>

using namespace iovlab;

TEST_CASE("golden: the errno atlas", "[golden]") {
    std::string text = atlas_table();
    for (const ErrnoFact& fact : errno_facts())
        text += "\n==== " + std::string(fact.name) + "\n" + atlas_page(fact, "FOLDER");
    IOVLAB_GOLDEN("atlas.txt", text);
}
