// A fixed pool of threads. One block or one group of persons is one job on one thread; results come back in
// the order of submission, so that no output depends on the number of workers.
#pragma once

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

    template <class F>
    auto submit(F job) -> std::future<decltype(job())> {
        auto task = std::make_shared<std::packaged_task<decltype(job())()>>(std::move(job));
        auto result = task->get_future();
        post([task] { (*task)(); });
        return result;
    }

  private:
    void post(std::function<void()> job);
    struct Pool;
    std::unique_ptr<Pool> pool_;
    unsigned threads_;
};

}  // namespace sluice::pipeline
