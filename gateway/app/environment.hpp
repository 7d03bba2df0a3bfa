// What verbs share: finding the pack, opening the store, writing output, the progress bar.
#pragma once

#include "gateway/app/verbs.hpp"
#include "gateway/env/interrupt.hpp"
#include "gateway/pipeline/pack.hpp"
#include "gateway/store/store.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace sluice::app {

// --pack, else $SLUICE_PACK, else the folder above the program that holds schemas/ and mappings/, else
// ../share/sluice beside it.
Result<std::string> find_pack(const std::string& named);
// --extension, else $SLUICE_EXTENSIONS: folders with a colon between them.
std::vector<std::string> find_extensions(const std::vector<std::string>& named);
Result<std::shared_ptr<const pipeline::Pack>> open_pack(const Common& common);

// ErrorCode::usage, with the purposes that there are, where the pack has none of this name.
Result<void> check_purpose(const pipeline::Pack& pack, const std::string& purpose);

// Reading verbs want a store that is there; ingest makes one.
Result<std::unique_ptr<store::Store>> open_store(const std::string& folder, bool create);

// The exit code that a receipt stands for.
Result<int> exit_code_of(const pipeline::Pack& pack, store::Store& store, const store::Receipt& receipt);

// A receipt by its number, in any spelling; ErrorCode::usage where there is none.
Result<store::Receipt> find_receipt(store::Store& store, const std::string& id);

// The table of an entity; ErrorCode::usage with the names that there are. Lives as long as the store.
Result<const store::TableSpec*> find_table(store::Store& store, const std::string& entity);

// Whole, to the file or to stdout. ErrorCode::io where it does not fit.
Result<void> write_output(const std::string& path, std::string_view text);

// A folder that only its owner can look into; removed with everything in it, also where the work is
// interrupted, unless it was given another name meanwhile. REQUIRES: no thread has been started, and there is
// no other.
class TemporaryFolder {
  public:
    // Under the system's temporary one ($TMPDIR, else /tmp).
    static Result<std::unique_ptr<TemporaryFolder>> make();
    // For what is renamed to `path` when it is finished: in the folder of `path`.
    static Result<std::unique_ptr<TemporaryFolder>> make_beside(const std::string& path);
    ~TemporaryFolder();
    const std::string& path() const { return path_; }

  private:
    explicit TemporaryFolder(std::string path);
    std::string path_;
    env::Interrupt interrupt_;
};

// One line on stderr, drawn over itself: phase, bar, rows/s and time left. Draws nothing unless stderr is a
// terminal.
class ProgressBar {
  public:
    ProgressBar();
    ~ProgressBar();  // clears the line, unless the work was finished
    void show(const pipeline::Progress& progress);
    void finish();  // leaves a full bar that says how much was done and how long it took

  private:
    void draw(std::string_view phase, double share, std::string_view words);

    bool on_ = false;
    int width_ = 80;
    bool drawn_ = false;
    std::string phase_;
    std::chrono::steady_clock::time_point began_;
    std::chrono::steady_clock::time_point phase_began_;
    std::chrono::steady_clock::time_point drawn_at_;
    std::uint64_t rows_at_phase_ = 0;
    std::uint64_t rows_ = 0;
    std::uint64_t records_ = 0;
};

}  // namespace sluice::app
