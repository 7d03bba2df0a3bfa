#include "tests/cases/registered.hpp"

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    sluice::tests::register_mapping_cases();
    sluice::tests::register_rule_examples();
    sluice::tests::register_standard_nodes();
    return RUN_ALL_TESTS();
}
