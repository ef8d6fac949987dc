// Drops a file onto a window, as a file manager does: drop_file WINDOW PATH (WINDOW as xdotool prints it).
// The protocol is XDND, version 5 (freedesktop.org); there is no tool in Debian that speaks it for a script.
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>

namespace {

constexpr long kVersion = 5;

struct Source {
    Display* display = XOpenDisplay(nullptr);
    Window self = 0;
    Window target = 0;
    std::string uri;

    Atom atom(const char* name) const { return XInternAtom(display, name, False); }

    void send(const char* message, const std::array<long, 4>& data) const {
        XEvent event{};
        event.xclient.type = ClientMessage;
        event.xclient.display = display;
        event.xclient.window = target;
        event.xclient.message_type = atom(message);
        event.xclient.format = 32;
        event.xclient.data.l[0] = static_cast<long>(self);
        for (std::size_t i = 0; i < data.size(); ++i) event.xclient.data.l[i + 1] = data[i];
        XSendEvent(display, target, False, NoEventMask, &event);
        XFlush(display);
    }

    /// The target asks for what is dropped.
    void answer(const XSelectionRequestEvent& request) const {
        XChangeProperty(display, request.requestor, request.property, request.target, 8, PropModeReplace,
                        reinterpret_cast<const unsigned char*>(uri.data()), static_cast<int>(uri.size()));
        XEvent reply{};
        reply.xselection.type = SelectionNotify;
        reply.xselection.display = display;
        reply.xselection.requestor = request.requestor;
        reply.xselection.selection = request.selection;
        reply.xselection.target = request.target;
        reply.xselection.property = request.property;
        reply.xselection.time = request.time;
        XSendEvent(display, request.requestor, False, NoEventMask, &reply);
        XFlush(display);
    }

    /// Until the message comes, for at most ten seconds; what is asked for meanwhile is answered.
    bool wait_for(const char* message) const {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (std::chrono::steady_clock::now() < end) {
            if (XPending(display) == 0) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                continue;
            }
            XEvent event{};
            XNextEvent(display, &event);
            if (event.type == SelectionRequest) answer(event.xselectionrequest);
            if (event.type == ClientMessage && event.xclient.message_type == atom(message)) return true;
        }
        return false;
    }
};

int fail(const char* what) {
    std::fprintf(stderr, "drop_file: %s\n", what);
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return fail("usage: drop_file WINDOW PATH");
    Source source;
    if (source.display == nullptr) return fail("there is no display");
    source.target = static_cast<Window>(std::strtoul(argv[1], nullptr, 10));
    source.uri = "file://" + std::string(argv[2]) + "\r\n";
    source.self = XCreateSimpleWindow(source.display, DefaultRootWindow(source.display), 0, 0, 1, 1, 0, 0, 0);
    const auto uri_list = static_cast<long>(source.atom("text/uri-list"));
    const auto copy = static_cast<long>(source.atom("XdndActionCopy"));
    XSetSelectionOwner(source.display, source.atom("XdndSelection"), source.self, CurrentTime);
    source.send("XdndEnter", {kVersion << 24, uri_list, 0, 0});
    constexpr long kAt = 200;  // anywhere on the screen
    source.send("XdndPosition", {0, kAt << 16 | kAt, CurrentTime, copy});
    if (!source.wait_for("XdndStatus")) return fail("the window does not say whether it takes the file");
    source.send("XdndDrop", {0, CurrentTime, 0, 0});
    if (!source.wait_for("XdndFinished")) return fail("the window did not fetch the file's name");
    XCloseDisplay(source.display);
    return 0;
}
