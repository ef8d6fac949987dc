#include "app/window/backend.h"

#include "app/widgets/controls.h"
#include "app/widgets/layout.h"
#include "app/window/gui.h"
#include "app/window/run_queue.h"
#include "tests/app/window/driver.h"
#include "tests/catch.h"

#include <atomic>
#include <cstdlib>
#include <stdexcept>
#include <thread>

using namespace iovlab;

TEST_CASE("jobs of other threads run on the window's, in order and outside of the lock", "[app][backend]") {
    RunQueue queue;
    CHECK_FALSE(queue.run_all());
    std::vector<int> order;
    queue.post([&] {
        order.push_back(1);
        queue.post([&] { order.push_back(3); });  // would lock up if the lock were held
    });
    queue.post([&] { order.push_back(2); });
    queue.post({});
    CHECK(queue.run_all());
    CHECK(order == std::vector<int>{1, 2});
    CHECK(queue.run_all());
    CHECK(order == std::vector<int>{1, 2, 3});
}

TEST_CASE("no post of many threads is lost", "[app][backend]") {
    RunQueue queue;
    int sum = 0;
    std::vector<std::thread> threads;
    constexpr int kThreads = 4;
    constexpr int kPosts = 500;
    threads.reserve(kThreads);
    std::atomic<int> over{0};
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < kPosts; ++i) queue.post([&sum] { ++sum; });
            ++over;
        });
    }
    while (over < kThreads) queue.run_all();
    for (std::thread& thread : threads) thread.join();
    queue.run_all();
    CHECK(sum == kThreads * kPosts);
}

TEST_CASE("the null window sleeps until it is woken, and closes when told", "[app][backend]") {
    const std::unique_ptr<Backend> backend = make_null_backend({});
    int drawn = 0;
    int jobs = 0;
    std::thread other;
    backend->run([&] {
        if (++drawn == 1) {
            other = std::thread([&] {
                backend->post([&] { ++jobs; });
                backend->post([&] { backend->close(); });
            });
        }
    });
    other.join();
    CHECK(jobs == 1);
    CHECK(backend->counts().built == static_cast<std::uint64_t>(drawn));
}

TEST_CASE("a frame that looks like the last one is not painted again", "[app][backend]") {
    std::string text = "one";
    Driver driver(whole_window([&] { ui::text(text); }));
    const auto before = driver.backend().counts();
    driver.frames(10);
    CHECK(driver.backend().counts().built == before.built + 10);
    CHECK(driver.backend().counts().painted == before.painted);
    text = "two";
    driver.frames(3);
    CHECK(driver.backend().counts().painted == before.painted + 1);
    driver.backend().set_theme(ThemeName::Light);
    driver.frames(3);
    CHECK(driver.backend().counts().painted == before.painted + 2);
    driver.backend().set_theme(ThemeName::Dark);
}

TEST_CASE("a real window draws nothing while nothing happens, and wakes for another thread",
          "[app][backend][display]") {
    if (std::getenv("DISPLAY") == nullptr) IOVLAB_SKIP("there is no display (DISPLAY is not set)");
    std::unique_ptr<Backend> backend;
    try {
        backend = make_window_backend({});
    } catch (const std::exception& why) {
        IOVLAB_SKIP(why.what());
    }
    std::atomic<std::uint64_t> built{0};
    std::uint64_t idle = 0;
    std::uint64_t still_idle = 0;
    std::uint64_t after = 0;
    int news = 0;
    // Another thread watches: it goes on once the count has stood still for a while, so that start-up does not
    // matter.
    std::thread other([&] {
        auto settle = [&] {
            std::uint64_t last = 0;
            do {
                last = built;
                std::this_thread::sleep_for(std::chrono::milliseconds(300));
            } while (last != built || last == 0);
            return last;
        };
        idle = settle();
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        still_idle = built;
        backend->post([&] { ++news; });
        while (built == idle) std::this_thread::sleep_for(std::chrono::milliseconds(10));
        after = settle();
        backend->post([&] { backend->close(); });
    });
    backend->run([&] {
        ui::text("nothing happens here");
        built = backend->counts().built + 1;
    });
    other.join();
    CHECK(idle > 0);
    CHECK(still_idle == idle);
    CHECK(after > idle);
    CHECK(after <= idle + 6);
    CHECK(news == 1);
    CHECK(backend->counts().painted < backend->counts().built);
}

TEST_CASE("a zoom in the middle renews the fonts where frames are really painted", "[app][backend]") {
    std::unique_ptr<OffscreenBackend> backend;
    try {
        backend = make_offscreen_backend({});
    } catch (const std::exception& why) {
        IOVLAB_SKIP(why.what());
    }
    for (const float zoom : {1.0F, 2.0F, 0.8F}) {
        backend->set_zoom(zoom);
        for (int i = 0; i < 3; ++i) backend->frame([] { ui::text("crisp at each"); });
        CHECK(backend->zoom() == zoom);
    }
    CHECK(backend->counts().painted >= 3);
}

TEST_CASE("without a display the window is refused in words", "[app][backend]") {
    if (std::getenv("WAYLAND_DISPLAY") != nullptr)
        IOVLAB_SKIP("a Wayland display would open the window all the same");
    const char* display = std::getenv("DISPLAY");
    const std::string kept = display != nullptr ? display : "";
    setenv("DISPLAY", ":no-such-display", 1);
    std::string why;
    try {
        make_window_backend({});
    } catch (const std::runtime_error& error) {
        why = error.what();
    }
    if (display != nullptr) {
        setenv("DISPLAY", kept.c_str(), 1);
    } else {
        unsetenv("DISPLAY");
    }
    CHECK(why.find("cannot open a window") == 0);
}
