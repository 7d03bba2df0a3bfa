// Cuts a file into blocks at record boundaries and reads them on several threads; hands out the results in
// order.
#pragma once

#include "adapters/extract/outline.hpp"
#include "adapters/extract/read.hpp"
#include "gateway/env/files.hpp"
#include "gateway/pipeline/workers.hpp"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace sluice::pipeline {

// Memory: (window + 2) x block_bytes for bytes, and what the kept rows of as many blocks need; a block grows
// only for a record that is longer than it.
class BlockPipe {
  public:
    // Which bytes of a file: from a record's first to before another's.
    struct Part {
        const std::string& path;
        std::uint64_t begin = 0;
        std::uint64_t end = extract::kEndOfFile;
    };
    // All references must outlive the pipe.
    BlockPipe(Part part, const extract::FilePlan& plan, const Limits& limits, Workers& workers);
    ~BlockPipe();  // waits for blocks under way

    // The next block's rows; nothing at the end of the file. Their cells live until the next call.
    Result<std::optional<extract::Batch>> next();

  private:
    struct Job {
        std::string bytes;     // the block, and what lies behind it in the file
        std::size_t used = 0;  // up to the last record boundary, by the parity of quotes
        bool last = false;
        std::future<Result<extract::Batch>> result;
    };

    Result<void> open();
    Result<std::size_t> read(std::string& into) const;
    Result<std::unique_ptr<Job>> cut();
    void start(Job& job);
    Result<extract::Batch> run(std::string_view block, bool last);
    Result<std::optional<extract::Batch>> next_alone();
    void drain();

    const std::string& path_;
    const extract::FilePlan& plan_;
    const Limits& limits_;
    Workers& workers_;
    std::optional<env::OpenFile> file_;
    std::uint64_t offset_ = 0;  // where the next block starts
    std::uint64_t end_ = 0;
    bool at_end_ = false;
    // One reader, block after block, in the caller's thread: there is one worker, quotes deceived the cut, or
    // rows go on with what the row above says.
    bool alone_ = false;
    std::deque<std::unique_ptr<Job>> jobs_;
    std::unique_ptr<Job> handed_out_;  // whose rows the caller has, and whose memory is used again
    std::string alone_bytes_;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<extract::BlockReader>> readers_;  // idle ones
    std::unique_ptr<extract::BlockReader> own_;
};

}  // namespace sluice::pipeline
