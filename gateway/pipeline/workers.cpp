#include "gateway/pipeline/workers.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <new>
#include <string>

namespace sluice::pipeline {

struct Workers::Pool {
    explicit Pool(unsigned threads) : threads(threads) {}
    boost::asio::thread_pool threads;
};

Workers::Workers(unsigned threads) : pool_(std::make_unique<Pool>(threads)), threads_(threads) {}
Workers::~Workers() {
    pool_->threads.join();
}
Error Workers::error_of(const std::exception& thrown) {
    if (dynamic_cast<const std::bad_alloc*>(&thrown) != nullptr) {
        return {ErrorCode::internal, "out of memory; fewer workers and smaller blocks need less"};
    }
    return {ErrorCode::internal, std::string("a worker failed: ") + thrown.what()};
}
void Workers::post(std::function<void()> job) {
    boost::asio::post(pool_->threads, std::move(job));
}

}  // namespace sluice::pipeline
