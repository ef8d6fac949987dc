#pragma once

#include "core/experiment/experiment.h"
#include "core/experiment/run.h"

#include <atomic>
#include <thread>

namespace iovlab::test {

/// The client of an experiment that serves one: asks for "/", and reads to the end. Does nothing for others.
class Client {
public:
    Client(Run& run, const Experiment& experiment);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

private:
    std::atomic<bool> over_ = false;
    std::thread thread_;
};

}  // namespace iovlab::test
