#include "core/bench/cost.h"

#include "core/bench/statistics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace iovlab {

namespace {

using Three = std::array<double, 3>;
using Rows = std::array<Three, 3>;

/// Each point's share of the three parts, divided by its time, so that points of microseconds weigh as much as
/// points of milliseconds.
Three row_of(const CostPoint& point) {
    const double count = static_cast<double>(point.count), size = static_cast<double>(point.size);
    return {1 / point.scale, count / point.scale, count * size / point.scale};
}

/// Gauss's elimination with pivots. False when the equations do not say enough.
bool solve(Rows rows, Three right, Three& result) {
    for (std::size_t column = 0; column < 3; ++column) {
        std::size_t best = column;
        for (std::size_t i = column; i < 3; ++i) {
            if (std::abs(rows[i][column]) > std::abs(rows[best][column])) best = i;
        }
        if (std::abs(rows[best][column]) < 1e-12) return false;
        std::swap(rows[column], rows[best]);
        std::swap(right[column], right[best]);
        for (std::size_t i = 0; i < 3; ++i) {
            if (i == column) continue;
            const double times = rows[i][column] / rows[column][column];
            for (std::size_t j = 0; j < 3; ++j) rows[i][j] -= times * rows[column][j];
            right[i] -= times * right[column];
        }
    }
    for (std::size_t i = 0; i < 3; ++i) result[i] = right[i] / rows[i][i];
    return true;
}

/// Least squares over the parts in `used`; the others are 0.
bool least_squares(const std::vector<CostPoint>& points, const std::array<bool, 3>& used, Three& result) {
    Three scale{};  // the parts differ by factors of thousands
    for (const CostPoint& point : points) {
        const Three row = row_of(point);
        for (std::size_t i = 0; i < 3; ++i) scale[i] += row[i] * row[i];
    }
    Rows rows{};
    Three right{};
    for (const CostPoint& point : points) {
        const Three row = row_of(point);
        for (std::size_t i = 0; i < 3; ++i) {
            right[i] += row[i] / std::sqrt(scale[i]) * point.ns / point.scale;
            for (std::size_t j = 0; j < 3; ++j) rows[i][j] += row[i] * row[j] / std::sqrt(scale[i] * scale[j]);
        }
    }
    for (std::size_t i = 0; i < 3; ++i) {
        if (used[i]) continue;
        right[i] = 0;
        for (std::size_t j = 0; j < 3; ++j) rows[i][j] = rows[j][i] = i == j ? 1 : 0;
    }
    if (!solve(rows, right, result)) return false;
    for (std::size_t i = 0; i < 3; ++i) result[i] /= std::sqrt(scale[i]);
    return true;
}

bool can_be_told_apart(const std::vector<CostPoint>& points) {
    bool counts = false, sizes = false;
    for (const CostPoint& point : points) {
        counts = counts || point.count != points.front().count;
        sizes = sizes || point.size != points.front().size;
        if (point.scale <= 0) return false;
    }
    return points.size() >= 4 && counts && sizes;
}

Cost cost_of(const Three& parts, const std::vector<CostPoint>& points) {
    Cost cost{parts[0], parts[1], parts[2], 0};
    std::vector<double> errors;
    for (const CostPoint& point : points) {
        const double said = cost.list_ns(static_cast<double>(point.count), static_cast<double>(point.size));
        errors.push_back(std::abs(said - point.ns) / point.scale);
    }
    cost.error = spread_of(errors).median;
    return cost;
}

}  // namespace

std::optional<Cost> fit_cost(const std::vector<CostPoint>& points) {
    if (!can_be_told_apart(points)) return {};
    std::array<bool, 3> used = {true, true, true};
    Three parts{};
    for (int round = 0; round < 3; ++round) {
        if (!least_squares(points, used, parts)) return {};
        // No part costs less than nothing: the most negative one is left out, and the rest fitted anew.
        std::size_t worst = 0;
        for (std::size_t i = 1; i < 3; ++i) {
            if (parts[i] < parts[worst]) worst = i;
        }
        if (parts[worst] >= 0) break;
        used[worst] = false;
        parts[worst] = 0;
    }
    for (double& part : parts) part = std::max(part, 0.0);
    return cost_of(parts, points);
}

std::optional<Cost> fit_difference(const std::vector<CostPoint>& points) {
    Three parts{};
    if (!can_be_told_apart(points) || !least_squares(points, {true, true, true}, parts)) return {};
    return cost_of(parts, points);
}

}  // namespace iovlab
