// A fixed pool of threads. One block or one group of persons is one job on one thread; results come back in
// the order of submission, so that no output depends on the number of workers.
#pragma once

#include "gateway/base/error.hpp"

#include <exception>
#include <functional>
#include <future>
#include <memory>

namespace sluice::pipeline {

class Workers {
  public:
    explicit Workers(unsigned threads);
    ~Workers();  // waits for running jobs

    unsigned threads() const { return threads_; }
    // Jobs that may wait or run at once before the submitter should collect results.
    std::size_t window() const { return std::size_t{threads_} * 2; }

    // A job gives a Result; what it throws becomes an Error, so that a future never throws.
    template <class F>
    auto submit(F job) -> std::future<decltype(job())> {
        using R = decltype(job());
        auto guarded = [job = std::move(job)]() mutable -> R {
            try {
                return job();
            } catch (const std::exception& thrown) {
                return error_of(thrown);
            }
        };
        auto task = std::make_shared<std::packaged_task<R()>>(std::move(guarded));
        auto result = task->get_future();
        post([task] { (*task)(); });
        return result;
    }

  private:
    static Error error_of(const std::exception& thrown);
    void post(std::function<void()> job);
    struct Pool;
    std::unique_ptr<Pool> pool_;
    unsigned threads_;
};

}  // namespace sluice::pipeline
