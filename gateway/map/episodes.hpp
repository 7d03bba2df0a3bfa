// Episodes: what the national standard leaves open, defined in schemas/sp-mds/dataset.json. From a person's
// first referral or accepted activity until closure, or so many months without activity; later referrals
// inside it attach to it and count once.
#pragma once

#include "gateway/base/error.hpp"
#include "gateway/expression/expression.hpp"
#include "gateway/record/record.hpp"
#include "gateway/schema/documents.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace sluice::map {

class EpisodeProgram {
  public:
    static EpisodeProgram compile(const schema::Documents& documents, schema::Faults& faults);

    // Adds the episodes to `records` and fills what hangs on them: episode_id, counted, stage. Rejected
    // records take no part. `supplier` and `person` name the ids.
    Result<void> run(std::vector<record::Record>& records, std::string_view supplier, const Date& as_of)
        const;

  private:
    struct Opener {
        schema::EntityIndex entity = 0;
        std::optional<expression::Expression> when;
    };
    struct Unattached {
        schema::Fault fault{};
        std::optional<expression::Expression> when;
    };
    friend class EpisodeBuilder;

    const schema::Documents* documents_ = nullptr;
    std::vector<Opener> opens_;
    std::map<schema::EntityIndex, Unattached> unattached_;
};

}  // namespace sluice::map
