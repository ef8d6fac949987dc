#pragma once

#include <cstddef>
#include <set>
#include <string>

/// Intents about rows of the list and of memory; a part of intent.h.
namespace iovlab {

/// Rows that are copied, duplicated or removed together.
struct Rows {
    enum class Of { Entries, Buffers };
    Of of = Of::Entries;
    std::size_t list = 0;  ///< Entries: of which [[call]]
    std::set<std::size_t> rows;

    bool operator==(const Rows&) const = default;
    bool has(Of what, std::size_t row) const { return of == what && rows.contains(row); }
};

struct ChooseRow {
    enum class How { Only, Toggle, Extend };
    Rows::Of of = Rows::Of::Entries;
    std::size_t row = 0;
    How how = How::Only;
};
struct ChooseAllRows {};  ///< of the kind that was chosen from last
struct ChooseNoRows {};
struct CopyRows {
    bool cut = false;
};  ///< to the clipboard, as TOML
struct PasteRows {
    std::string text;
};  ///< empty: what is on the clipboard
struct DuplicateRows {};
struct RemoveRows {
    bool cut = false;  ///< for the undo menu
};

/// A value that is typed where it stands.
struct InPlace {
    enum class What { Nothing, Name, Length, Text };
    What what = What::Nothing;
    std::size_t row = 0;  ///< of memory, or of the list on show
    bool has_keyboard = false;

    bool is(What which, std::size_t where) const { return what == which && row == where; }
};
struct EditInPlace {
    InPlace where;
};

}  // namespace iovlab
