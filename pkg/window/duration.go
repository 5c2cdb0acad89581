package window

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Day is 24 hours. A length of whole days is cut at local midnights, so that a window of one Day may last 23 or 25 hours.
const Day = 24 * time.Hour

var durationPart = regexp.MustCompile(`^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)`)

var durationUnit = map[string]time.Duration{
	"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": Day, "w": 7 * Day,
}

// ParseDuration reads "90s", "15m", "1h30m", "7d", "2w". Zero and negative lengths are errors.
func ParseDuration(text string) (time.Duration, error) {
	rest, total := strings.TrimSpace(text), time.Duration(0)
	if rest == "" {
		return 0, fmt.Errorf("an empty text is not a length of time; write for example 15m, 1h, 1d or 2w")
	}
	for rest != "" {
		part := durationPart.FindStringSubmatch(rest)
		if part == nil {
			return 0, fmt.Errorf("%q is not a length of time; write for example 15m, 1h, 1d or 2w", text)
		}
		n, err := strconv.ParseFloat(part[1], 64)
		if err != nil || n*float64(durationUnit[part[2]])+float64(total) > float64(100*366*Day) {
			return 0, fmt.Errorf("%q is longer than a hundred years", text)
		}
		total += time.Duration(n * float64(durationUnit[part[2]]))
		rest = rest[len(part[0]):]
	}
	if total <= 0 {
		return 0, fmt.Errorf("%q is no length of time: it must be more than zero", text)
	}
	return total, nil
}

// FormatDuration writes a length as ParseDuration reads it, in the largest unit that fits.
func FormatDuration(d time.Duration) string {
	for _, unit := range []struct {
		name string
		size time.Duration
	}{{"w", 7 * Day}, {"d", Day}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}} {
		if d >= unit.size && d%unit.size == 0 {
			return strconv.FormatInt(int64(d/unit.size), 10) + unit.name
		}
	}
	return d.String()
}

// ParseTime reads RFC 3339, or a date, or a date and time, of the clock in the zone.
func ParseTime(text string, zone *time.Location) (time.Time, error) {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.UTC(), nil
	}
	for _, layout := range []string{"2006-01-02", "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02 15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is neither a date nor a time; write for example 2026-01-31 or 2026-01-31T12:00:00Z", text)
}
