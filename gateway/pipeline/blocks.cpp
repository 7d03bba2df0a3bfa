#include "gateway/pipeline/blocks.hpp"

#include "gateway/format/csv.hpp"

#include <algorithm>

namespace sluice::pipeline {

namespace {

// Of blocks that one thread reads and scans in turn: they stay near the processor between the two.
constexpr std::size_t kNearBytes = std::size_t{1} << 20;

bool fills_down(const schema::SourceTable& table) {
    return std::any_of(table.columns.begin(), table.columns.end(), [](const auto& column) {
        return column.fill_down;
    });
}

}  // namespace

BlockPipe::BlockPipe(Part part, const extract::FilePlan& plan, const Limits& limits, Workers& workers)
    : path_(part.path),
      plan_(plan),
      limits_(limits),
      workers_(workers),
      offset_(part.begin),
      end_(part.end),
      alone_(workers.threads() == 1 || fills_down(plan.layout->schema())) {}

BlockPipe::~BlockPipe() {
    drain();
}

void BlockPipe::drain() {
    for (auto& job : jobs_) {
        if (job->result.valid()) {
            job->result.wait();
        }
    }
    jobs_.clear();
}

Result<void> BlockPipe::open() {
    if (!file_) {
        SLUICE_ASSIGN(auto file, env::open_for_read(path_));
        end_ = std::min(end_, file.size);
        file_.emplace(std::move(file));
    }
    return {};
}

// As many bytes as there is room for, and as there are.
Result<std::size_t> BlockPipe::read(std::string& into) const {
    const auto size = std::min<std::uint64_t>(into.size(), end_ - offset_);
    return env::read_at(*file_, offset_, std::span<char>(into.data(), static_cast<std::size_t>(size)));
}

// Reads a block and cuts it at its last record boundary; nothing where it holds none.
Result<std::unique_ptr<BlockPipe::Job>> BlockPipe::cut() {
    auto job = handed_out_ ? std::move(handed_out_) : std::make_unique<Job>();
    job->bytes.resize(limits_.block_bytes);
    SLUICE_ASSIGN(const auto got, read(job->bytes));
    job->last = offset_ + got >= end_;
    job->used =
        job->last ? got : format::record_boundary(std::string_view(job->bytes).substr(0, got), plan_.dialect);
    return job->used == 0 && !job->last ? std::unique_ptr<Job>() : std::move(job);
}

Result<extract::Batch> BlockPipe::run(std::string_view block, bool last) {
    std::unique_ptr<extract::BlockReader> reader;
    {
        const std::lock_guard lock(readers_mutex_);
        if (!readers_.empty()) {
            reader = std::move(readers_.back());
            readers_.pop_back();
        }
    }
    if (!reader) {
        reader = std::make_unique<extract::BlockReader>(plan_, limits_);
    }
    auto batch = reader->read(block, last);
    const std::lock_guard lock(readers_mutex_);
    readers_.push_back(std::move(reader));
    return batch;
}

void BlockPipe::start(Job& job) {
    job.result = workers_.submit([this, block = std::string_view(job.bytes).substr(0, job.used),
                                  last = job.last] { return run(block, last); });
}

Result<std::optional<extract::Batch>> BlockPipe::next() {
    SLUICE_TRY(open());
    if (alone_) {
        return next_alone();
    }
    while (!at_end_ && jobs_.size() < workers_.window()) {
        SLUICE_ASSIGN(auto job, cut());
        if (!job) {
            break;  // a record longer than the block
        }
        offset_ += job->used;
        at_end_ = job->last;
        jobs_.push_back(std::move(job));  // first: a job under way must not be lost
        start(*jobs_.back());
    }
    if (jobs_.empty()) {
        if (at_end_) {
            return std::optional<extract::Batch>();
        }
        alone_ = true;
        return next_alone();
    }
    handed_out_ = std::move(jobs_.front());
    jobs_.pop_front();
    SLUICE_ASSIGN(auto batch, handed_out_->result.get());
    if (batch.consumed != handed_out_->used) {
        // A stray quote deceived the cut: what follows was cut in the wrong place, so read on from here
        // alone.
        std::uint64_t later = handed_out_->used;
        for (const auto& other : jobs_) {
            later += other->used;
        }
        drain();
        offset_ = offset_ - later + batch.consumed;
        at_end_ = false;
        alone_ = true;
    }
    return std::optional(std::move(batch));
}

Result<std::optional<extract::Batch>> BlockPipe::next_alone() {
    if (!own_) {
        own_ = std::make_unique<extract::BlockReader>(plan_, limits_);
    }
    std::size_t size = std::min(limits_.block_bytes, kNearBytes);
    for (;;) {
        if (offset_ >= end_) {
            return std::optional<extract::Batch>();
        }
        alone_bytes_.resize(size);
        SLUICE_ASSIGN(const auto got, read(alone_bytes_));
        const bool last = offset_ + got >= end_;
        SLUICE_ASSIGN(auto batch, own_->read(std::string_view(alone_bytes_).substr(0, got), last));
        if (batch.consumed > 0 || last) {
            offset_ += last && batch.consumed == 0 ? got : batch.consumed;
            return std::optional(std::move(batch));
        }
        size = std::min(size * 2, format::scan_bytes_max(limits_));
    }
}

}  // namespace sluice::pipeline
