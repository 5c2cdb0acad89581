package loki

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/server"
)

// limits are those of Loki that questions are cut by: its defaults, until it says others by refusing a question.
type limits struct {
	mu     sync.Mutex
	series int           // max_query_series
	lines  int           // max_entries_limit_per_query
	length time.Duration // max_query_length
}

const (
	usualSeries = 500
	usualLength = 721 * time.Hour
)

func (l *limits) get() (series, lines int, length time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	series, lines, length = usualSeries, onePage, usualLength
	if l.series > 0 {
		series = l.series
	}
	if l.lines > 0 {
		lines = l.lines
	}
	if l.length > 0 {
		length = l.length
	}
	// Loki measures from the begin of the first range, and moves ends to what its index is kept by.
	return series, lines, length - min(time.Hour, length/10)
}

// What a question was refused for that can be asked in smaller parts.
type (
	seriesError struct{ limit int }            // an answer has too many series
	limitError  struct{ what, setting string } // another limit than was thought, which is known now
	busyError   struct{ text string }          // too many questions are waiting
)

func (e *seriesError) Error() string {
	return fmt.Sprintf("Loki answers at most %d combinations of values at once (max_query_series): group by fewer or coarser columns, or raise that limit", e.limit)
}

func (e *limitError) Error() string {
	return fmt.Sprintf("Loki allows %s in a query: ask for less, or raise its limit %s", e.what, e.setting)
}

func (e *busyError) Error() string {
	return fmt.Sprintf("Loki has too many queries waiting (%s), and had so after %d tries: ask for less time or fewer panels at once, or raise its limits max_outstanding_requests_per_tenant and max_query_parallelism",
		e.text, mostTries)
}

var (
	ofSeries = regexp.MustCompile(`(?:maximum number of series \((\d+)\)|max number of series limit \(limit: (\d+) series\))`)
	ofLines  = regexp.MustCompile(`max entries limit per query exceeded, limit > \S+ \(\d+ > (\d+)\)`)
	ofLength = regexp.MustCompile(`query time range exceeds the limit \(query length: [^,]+, limit: ([0-9a-z]+)\)`)
	oneUnit  = regexp.MustCompile(`(\d+)(ms|y|w|d|h|m|s)`)
	ofParse  = regexp.MustCompile(`parse error(?: at line \d+, col \d+)?\s*:`)
)

// refusal says why a question was not answered, and remembers the limit that it broke.
func (a *api) refusal(status int, body string) error {
	var said struct{ Message, Error string }
	if json.Unmarshal([]byte(body), &said) == nil && said.Message+said.Error != "" {
		body = said.Message + said.Error
	}
	text := server.FirstLine(body)
	a.limits.mu.Lock()
	defer a.limits.mu.Unlock()
	if found := ofSeries.FindStringSubmatch(body); found != nil {
		a.limits.series, _ = strconv.Atoi(found[1] + found[2])
		return &seriesError{a.limits.series}
	}
	if found := ofLines.FindStringSubmatch(body); found != nil {
		a.limits.lines, _ = strconv.Atoi(found[1])
		return &limitError{found[1] + " lines", "max_entries_limit_per_query"}
	}
	if found := ofLength.FindStringSubmatch(body); found != nil {
		if length := durationOf(found[1]); length > 0 {
			a.limits.length = length
		}
		return &limitError{"a range of " + found[1], "max_query_length"}
	}
	switch {
	case status == http.StatusTooManyRequests, strings.Contains(body, "too many outstanding requests"):
		return &busyError{text}
	case status == http.StatusUnauthorized && strings.Contains(body, "no org id"):
		return fmt.Errorf("Loki is shared by tenants (%d: no org id): name the tenant (store.tenant) whose lines are meant", status)
	case ofParse.MatchString(body):
		return fmt.Errorf("the log query (source.table) is no LogQL that Loki understands: %s", text)
	case strings.Contains(body, "pipeline error"):
		return fmt.Errorf("Loki could not read values out of lines: %s", text)
	case status == http.StatusGatewayTimeout, strings.Contains(body, "context deadline exceeded"), strings.Contains(body, "query timed out"):
		return fmt.Errorf("Loki gave up within its own time limit (query_timeout): ask for less time or fewer columns, narrow the selector, or raise that limit")
	case strings.Contains(body, "the query would read too many bytes"):
		return fmt.Errorf("Loki says: %s; ask for less time, narrow the selector, or raise its limit max_query_bytes_read", text)
	}
	if err := web.Refused(status, body); err != nil {
		return err
	}
	return fmt.Errorf("Loki says (%d): %s", status, text)
}

// durationOf reads a duration as Loki writes its limits, 30d1h; 0 where it is none.
func durationOf(text string) time.Duration {
	units := map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour, "y": 365 * 24 * time.Hour}
	var sum time.Duration
	for _, found := range oneUnit.FindAllStringSubmatch(text, -1) {
		n, err := strconv.Atoi(found[1])
		if err != nil {
			return 0
		}
		sum += time.Duration(n) * units[found[2]]
	}
	return sum
}
