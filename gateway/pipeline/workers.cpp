#include "gateway/pipeline/workers.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

namespace sluice::pipeline {

struct Workers::Pool {
    explicit Pool(unsigned threads) : threads(threads) {}
    boost::asio::thread_pool threads;
};

Workers::Workers(unsigned threads) : pool_(std::make_unique<Pool>(threads)), threads_(threads) {}
Workers::~Workers() {
    pool_->threads.join();
}
void Workers::post(std::function<void()> job) {
    boost::asio::post(pool_->threads, std::move(job));
}

}  // namespace sluice::pipeline
