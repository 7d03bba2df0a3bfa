// A sender of packages of the exchange contract, and packages that the program writes.
#pragma once

#include "tests/e2e/gateway.hpp"
#include "tests/support/package.hpp"

namespace sluice::e2e {

using tests::Package;

// One who sends to a store of their own.
struct SenderStore {
    TemporaryFolder folder;
    Gateway gateway{folder / "data"};

    std::size_t count(std::string_view entity, const std::string& purpose = "secondary-use") const;
    Row only(std::string_view entity) const;  // the one record that there is
    // By the id that was sent; "none" where it is not among the accepted.
    std::string contact(const std::string& id, const std::string& column) const;
};

// The row of contact C2 in the sound package; C1 is the other.
inline constexpr std::string_view kSecondContact = "C2,P2,R2,2026-10-26T09:30:00+00:00,,dna,face_to_face\n";

// The sound package sent again a day later under an id of its own, to be changed.
Package november();
// Of November too, made at that hour, with nothing in it yet.
Package increment(const std::string& id, const std::string& hour);
// Contact C1 once more, of that person, with another day and outcome.
void send_first_contact_twice(Package& package, const std::string& person);

using Files = std::map<std::string, std::string>;  // by name: the bytes
Files read_folder(const std::string& folder);

// The whole dataset of the purpose, with what identifies people, as a package in a folder.
Files export_package(const Gateway& gateway, const std::string& purpose);
void expect_same_files(const Files& actual, const Files& expected);

}  // namespace sluice::e2e
