#include "core/kernel/names.h"
#include "core/report/export/export_parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace iovlab {
namespace {

class RustWriter {
public:
    explicit RustWriter(const ExportPlan& plan) : plan_(plan), experiment_(plan.experiment) {}

    std::string program() {
        const std::string body = memory();
        return heading_comment(plan_, "//") + uses() + helpers() + target() + plan_.loop_text("", "") + main(body);
    }

private:
    std::string uses() const {
        const bool kinds = plan_.loop_text("", "").find("ErrorKind") != std::string::npos;
        return fmt::format(
            "use std::fs::File;\nuse std::io::{{self, {}IoSlice, Write}};\n"
            "use std::os::fd::{{AsRawFd, FromRawFd}};\n\n",
            kinds ? "ErrorKind, " : "");
    }

    std::string content(const Content& content) {
        if (const auto bytes = literal_bytes(content)) return hex_literal(*bytes) + ".to_vec()";
        if (content.kind == ContentKind::Fill) {
            repeats_ = true;
            return fmt::format("repeat({}, {})", hex_literal(content.text), content.size);
        }
        random_ = true;
        return fmt::format("random_bytes({}, {})", content.size, content.seed);
    }

    std::string memory() {
        std::string out;
        for (std::size_t i = 0; i < plan_.buffers.all.size(); ++i) {
            const Buffer& buffer = plan_.buffers.all[i];
            const BufferSpec& spec = experiment_.buffers[i];
            const bool part = spec.kind == BufferKind::Slice || spec.kind == BufferKind::View;
            std::string value = part ? fmt::format("{}[{}..{}]", plan_.names[plan_.index_of(spec.of)],
                                                   buffer.range.begin, buffer.range.end)
                                     : content(spec.content);
            if (spec.kind == BufferKind::View) value = "&" + value;
            if (spec.kind == BufferKind::Slice) value += ".to_vec()";
            out += fmt::format("    let {} = {};\n    let _ = &{};\n", lower(i), value, lower(i));
        }
        for (std::size_t i = 0; i < plan_.names.size(); ++i) replace(out, plan_.names[i] + "[", lower(i) + "[");
        return out;
    }

    static void replace(std::string& text, const std::string& from, const std::string& to) {
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    }

    /// Rust's names are lower case, or it warns; the number keeps two that differ in case alone apart.
    std::string lower(std::size_t i) const {
        std::string name = plan_.names[i];
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        while (name.find("__") != std::string::npos) name.replace(name.find("__"), 2, "_");
        if (name.back() == '_') name.pop_back();
        return fmt::format("{}_{}", name, i);
    }

    std::string helpers() const {
        std::string out;
        if (repeats_ || (experiment_.target.content && experiment_.target.content->kind == ContentKind::Fill)) {
            out +=
                "fn repeat(pattern: &[u8], size: usize) -> Vec<u8> {\n"
                "    pattern.iter().copied().cycle().take(size).collect()\n}\n\n";
        }
        if (random_) {
            out +=
                "// SplitMix64: eight bytes a number, the lowest first.\nfn random_bytes(size: usize, seed: u64) "
                "-> Vec<u8> {\n"
                "    let mut state = seed;\n    let mut made = Vec::new();\n    while made.len() < size {\n"
                "        state = state.wrapping_add(0x9e3779b97f4a7c15);\n"
                "        let mut number = (state ^ (state >> 30)).wrapping_mul(0xbf58476d1ce4e5b9);\n"
                "        number = (number ^ (number >> 27)).wrapping_mul(0x94d049bb133111eb);\n"
                "        made.extend((number ^ (number >> 31)).to_le_bytes());\n    }\n    made.truncate(size);\n  "
                "  made\n}\n\n";
        }
        return out;
    }

    std::string the_call(std::size_t i) const {
        const CallSpec& call = plan_.call(i);
        std::uint32_t flags = call.flags.number.value_or(0);
        for (const std::string& name : call.flags.names) flags |= rwf_from(name).value_or(0);
        const std::string list = "list.as_ptr().cast(), list.len() as i32";
        switch (call.op) {
            case Op::Pwritev:
                return fmt::format("pwritev(self.fd, {}, self.position)", list);
            case Op::Pwritev2:
                return fmt::format("pwritev2(self.fd, {}, self.position, {:#x})", list, flags);
            case Op::Write:
            case Op::Writes:
                return "if list.is_empty() { 0 } else { write(self.fd, list[0].as_ptr().cast(), list[0].len()) }";
            case Op::CopyWrite:
                return "write(self.fd, joined.as_ptr().cast(), joined.len())";
            default:
                return fmt::format("writev(self.fd, {})", list);
        }
    }

    std::string arm(std::size_t i) const {
        const std::string call = the_call(i);
        const bool joins = plan_.call(i).op == Op::CopyWrite;
        std::string body = joins
                               ? fmt::format(
                                     "{{\n                    let joined: Vec<u8> = list.iter().flat_map(|one| "
                                     "one.iter().copied()).collect();\n                    {}\n                }}",
                                     call)
                               : "{ " + call + " }";
        return fmt::format("                {} => {},\n", i, body);
    }

    std::string reader_turn() const {
        const std::uint64_t bytes = std::min<std::uint64_t>(experiment_.reader.bytes, 1u << 20);
        switch (plan_.reader) {
            case ExportReader::All:
                return "        while queued(self.reading_end) > 0 {\n            take(self.reading_end, 1 << "
                       "20);\n        }\n";
            case ExportReader::AfterCall:
                return fmt::format(
                    "        if queued(self.reading_end) > 0 {{\n            take(self.reading_end, {});\n        "
                    "}}\n",
                    bytes);
            case ExportReader::WhenFull:
                return fmt::format(
                    "        let full = result < 0 && error.kind() == io::ErrorKind::WouldBlock;\n"
                    "        if full && queued(self.reading_end) > 0 {{\n            take(self.reading_end, {});\n"
                    "        }}\n",
                    bytes);
            default:
                return {};
        }
    }

    bool has_offset() const {
        return std::any_of(experiment_.calls.begin(), experiment_.calls.end(),
                           [](const CallSpec& call) { return call.op == Op::Pwritev || call.op == Op::Pwritev2; });
    }

    bool counts_whole() const { return plan_.any_entry_by_entry() && plan_.until_short(); }

    bool reads_inside() const { return plan_.reader != ExportReader::None && plan_.reader != ExportReader::Beside; }

    std::string functions() const {
        std::string out =
            "extern \"C\" {\n    fn alarm(seconds: u32) -> u32;\n    fn signal(number: i32, what: usize) -> "
            "usize;\n";
        const auto uses = [&](Op op) {
            return std::any_of(experiment_.calls.begin(), experiment_.calls.end(),
                               [&](const CallSpec& call) { return call.op == op; });
        };
        if (uses(Op::Writev)) out += "    fn writev(fd: i32, list: *const u8, count: i32) -> isize;\n";
        if (uses(Op::Pwritev))
            out += "    fn pwritev(fd: i32, list: *const u8, count: i32, offset: i64) -> isize;\n";
        if (uses(Op::Pwritev2))
            out += "    fn pwritev2(fd: i32, list: *const u8, count: i32, offset: i64, flags: i32) -> isize;\n";
        const bool writes = uses(Op::Write) || uses(Op::Writes) || uses(Op::CopyWrite) ||
                            (plan_.pipe() && experiment_.target.preload > 0);
        if (writes) out += "    fn write(fd: i32, bytes: *const u8, size: usize) -> isize;\n";
        if (experiment_.limits.file_size) out += "    fn setrlimit(which: i32, limit: *const [u64; 2]) -> i32;\n";
        if (plan_.pipe()) {
            out +=
                "    fn pipe2(ends: *mut i32, flags: i32) -> i32;\n    fn fcntl(fd: i32, what: i32, value: i32) -> "
                "i32;\n";
            if (reads_inside()) {
                out +=
                    "    fn ioctl(fd: i32, what: std::ffi::c_ulong, value: *mut i32) -> i32;\n"
                    "    fn read(fd: i32, bytes: *mut u8, size: usize) -> isize;\n";
            }
        } else {
            out += "    fn open(path: *const u8, flags: i32, mode: u32) -> i32;\n";
            if (experiment_.target.seek != 0) out += "    fn lseek(fd: i32, to: i64, from: i32) -> i64;\n";
        }
        out += "}\n\n";
        if (reads_inside()) {
            out +=
                "fn queued(fd: i32) -> i32 {\n    const FIONREAD: std::ffi::c_ulong = 0x541b;\n    let mut bytes = "
                "0;\n"
                "    unsafe { ioctl(fd, FIONREAD, &mut bytes) };\n    bytes\n}\n\n"
                "fn take(fd: i32, most: usize) {\n    let mut bytes = vec![0u8; most];\n"
                "    unsafe { read(fd, bytes.as_mut_ptr(), most) };\n}\n\n";
        }
        return out;
    }

    std::string target() const {
        std::string out = functions();
        out +=
            "// Where the list goes: each vectored write is the call that the experiment makes.\nstruct Target {\n "
            "   fd: i32,\n"
            "    list: usize,\n    calls: u64,\n";
        if (has_offset()) out += "    position: i64,\n";
        if (reads_inside()) out += "    reading_end: i32,\n";
        if (counts_whole()) out += "    whole: bool,\n";
        out +=
            "}\n\nimpl AsRawFd for Target {\n    fn as_raw_fd(&self) -> i32 {\n        self.fd\n    }\n}\n\n"
            "impl Write for Target {\n    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {\n"
            "        self.write_vectored(&[IoSlice::new(bytes)])\n    }\n"
            "    fn flush(&mut self) -> io::Result<()> {\n        Ok(())\n    }\n"
            "    fn write_vectored(&mut self, list: &[IoSlice]) -> io::Result<usize> {\n        self.calls += 1;\n";
        out += fmt::format(
            "        if self.calls > {} {{\n            eprintln!(\"stopped after {} calls\");\n"
            "            std::process::exit(0);\n        }}\n",
            experiment_.loop.max_calls, experiment_.loop.max_calls);
        out += fmt::format(
            "        let result = unsafe {{\n            alarm({}); // a call that sleeps on ends the program\n"
            "            match self.list {{\n",
            deadline_seconds(experiment_));
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) out += arm(i);
        out +=
            "                _ => unreachable!(),\n            }\n        };\n        let error = "
            "io::Error::last_os_error();\n";
        out += reader_turn();
        if (counts_whole()) out += "        self.whole = result >= 0 && result as usize == list[0].len();\n";
        out += "        if result < 0 {\n            return Err(error);\n        }\n";
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) {
            if (plan_.positional(i)) {
                out += fmt::format(
                    "        if self.list == {} {{\n            self.position += result as i64;\n        }}\n", i);
            }
        }
        return out + "        Ok(result as usize)\n    }\n}\n\n";
    }

    std::string flag_bits(std::uint32_t first) const {
        std::uint32_t bits = first;
        for (const std::string& name : experiment_.target.flags.names) {
            bits |= static_cast<std::uint32_t>(open_flag_from(name).value_or(0));
        }
        return fmt::format("0o{:o}", bits);
    }

    std::string open_pipe() const {
        const TargetSpec& target = experiment_.target;
        std::string out = "    let mut ends = [0i32; 2];\n";
        out += fmt::format("    assert!(unsafe {{ pipe2(ends.as_mut_ptr(), {}) }} == 0, \"no pipe\");\n",
                           flag_bits(0));
        out +=
            fmt::format("    const F_SETPIPE_SZ: i32 = 1031;\n    unsafe {{ fcntl(ends[1], F_SETPIPE_SZ, {}) }};\n",
                        target.capacity);
        if (target.preload > 0) {
            out += fmt::format(
                "    let before = vec![b'.'; {}];\n    unsafe {{ write(ends[1], before.as_ptr(), before.len()) "
                "}};\n",
                target.preload);
        }
        if (!target.reader_open) {
            out += "    drop(unsafe { File::from_raw_fd(ends[0]) });\n";
        } else if (plan_.reader == ExportReader::Beside) {
            out +=
                "    let reading_end = ends[0];\n    std::thread::spawn(move || {\n"
                "        let mut from = unsafe { File::from_raw_fd(reading_end) };\n"
                "        let _ = io::copy(&mut from, &mut io::sink());\n    });\n";
        } else {
            out += "    let _reader = std::mem::ManuallyDrop::new(unsafe { File::from_raw_fd(ends[0]) });\n";
        }
        return out + "    let fd = ends[1];\n";
    }

    std::string open_file() {
        const TargetSpec& target = experiment_.target;
        const std::string path = hex_literal(target.path + std::string(1, '\0'));
        std::string out = fmt::format(
            "    let made = unsafe {{ open({}.as_ptr(), 0o1101, 0o600) }};\n"
            "    let mut file = unsafe {{ File::from_raw_fd(made) }};\n",
            path);
        out += fmt::format("    file.write_all(&{}).expect(\"the file's content\");\n",
                           target.content ? content(*target.content) : "[]");
        out += fmt::format("    drop(file);\n    let fd = unsafe {{ open({}.as_ptr(), {}, 0) }};\n", path,
                           flag_bits(target.flags.has("O_RDONLY") ? 0 : 1));
        out +=
            "    assert!(fd >= 0, \"the file cannot be opened\");\n    let _open = "
            "std::mem::ManuallyDrop::new(unsafe { "
            "File::from_raw_fd(fd) });\n";
        if (target.seek != 0) out += fmt::format("    unsafe {{ lseek(fd, {}, 0) }};\n", target.seek);
        return out;
    }

    static std::string give_up(const char* list, const char* indent) {
        return fmt::format(
            "{0}if let Err(error) = send_list(&mut target, {1}) {{\n{0}    eprintln!(\"the loop gave up: "
            "{{error}}\");\n{0}    std::process::exit(1);\n{0}}}\n",
            indent, list);
    }

    std::string list(std::size_t i) const {
        std::string out = "    let mut list: Vec<&[u8]> = Vec::new();\n";
        for (const EntrySpec& entry : plan_.call(i).iov) {
            out += fmt::format("    list.resize(list.len() + {}, &{}[..]);\n", entry.times,
                               lower(plan_.index_of(entry.buffer)));
        }
        if (plan_.call(i).iov.empty()) out = "    let list: Vec<&[u8]> = Vec::new();\n";
        const CallSpec& call = plan_.call(i);
        if (experiment_.calls.size() > 1) out += fmt::format("    target.list = {};\n", i);
        if (has_offset() && i > 0) out += fmt::format("    target.position = {};\n", call.offset);
        if (experiment_.loop.kind == "copying")
            out += "    let list = list.iter().map(|one| one.to_vec()).collect();\n";
        if (!plan_.entry_by_entry(i)) return out + give_up("list", "    ");
        out += "    for entry in list {\n";
        if (!plan_.until_short()) out += "        if entry.is_empty() {\n            continue;\n        }\n";
        out += give_up("vec![entry]", "        ");
        if (plan_.until_short()) out += "        if !target.whole {\n            break;\n        }\n";
        return out + "    }\n";
    }

    std::string main(const std::string& filled) {
        std::string out = "\nfn main() {\n    const SIG_DFL: usize = 0;\n    const SIG_IGN: usize = 1;\n" + filled;
        const auto disposition = [](Disposition what) {
            return what == Disposition::Ignore ? "SIG_IGN" : "SIG_DFL";
        };
        out += fmt::format(
            "    for (number, what) in [(13, {}), (25, {})] {{\n        // SIGPIPE, SIGXFSZ\n"
            "        unsafe {{ signal(number, what) }};\n    }}\n    let _ = (SIG_DFL, SIG_IGN);\n",
            disposition(experiment_.limits.sigpipe), disposition(experiment_.limits.sigxfsz));
        out += plan_.pipe() ? open_pipe() : open_file();
        if (experiment_.limits.file_size) {
            out += fmt::format("    unsafe {{ setrlimit(1, &[{}, {}]) }}; // RLIMIT_FSIZE\n",
                               *experiment_.limits.file_size, *experiment_.limits.file_size);
        }
        out += fmt::format("    let mut target = Target {{ fd, list: 0, calls: 0{}{}{} }};\n",
                           has_offset() ? fmt::format(", position: {}", plan_.call(0).offset) : "",
                           reads_inside() ? ", reading_end: ends[0]" : "", counts_whole() ? ", whole: false" : "");
        for (std::size_t i = 0; i < experiment_.calls.size(); ++i) out += list(i);
        return out + "}\n";
    }

    const ExportPlan& plan_;
    const Experiment& experiment_;
    bool repeats_ = false;
    bool random_ = false;
};

}  // namespace

std::string export_rust(const ExportPlan& plan) {
    return RustWriter(plan).program();
}

}  // namespace iovlab
