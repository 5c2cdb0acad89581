package clickhouse

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/store/server"
)

// Exception is an error of the server. Error says what to do, for anybody; Text is the server's own text, which may show SQL, for its operator alone.
type Exception struct {
	Code  int
	Name  string // such as MEMORY_LIMIT_EXCEEDED; may be empty
	Text  string
	limit time.Duration // of a query
}

// Codes of ClickHouse's src/Common/ErrorCodes.cpp.
const (
	unknownIdentifier  = 47
	unknownTable       = 60
	unknownDatabase    = 81
	unknownSetting     = 115
	tooManyRows        = 158
	timeoutExceeded    = 159
	tooSlow            = 160
	readonly           = 164
	unknownUser        = 192
	wrongPassword      = 193
	requiredPassword   = 194
	quotaExceeded      = 201
	tooManyQueries     = 202
	socketTimeout      = 209
	networkError       = 210
	memoryLimit        = 241
	notEnoughSpace     = 243
	allTriesFailed     = 279
	tooManyBytes       = 307
	queryCancelled     = 394
	tooManyRowsOrBytes = 396
	settingConstraint  = 452
	accessDenied       = 497
	authentication     = 516
)

func (e *Exception) Error() string {
	switch e.Code {
	case unknownUser, wrongPassword, requiredPassword, authentication:
		return "ClickHouse refused the user or its password: correct them in the settings of the data source"
	case accessDenied:
		return "the ClickHouse user of the data source may not read " + e.denied() + ": its administrator can grant it"
	case unknownTable:
		return "ClickHouse has no such table any more, or hides it from the data source's user"
	case unknownDatabase:
		return "ClickHouse has no such database: correct it in the settings of the data source"
	case unknownIdentifier:
		return "a column that was asked for is no longer in ClickHouse: ask again, or correct the model"
	case timeoutExceeded, tooSlow, socketTimeout:
		return fmt.Sprintf("ClickHouse stopped the query at its limit of %s: ask for less time or fewer columns, or raise the limit in the settings of the data source", server.Limit(e.limit))
	case memoryLimit:
		return "the query needs more memory than ClickHouse allows it: ask for less time or fewer columns, or raise the limit for the data source's user"
	case tooManyRows, tooManyBytes, tooManyRowsOrBytes:
		return "the query reads or answers more than ClickHouse allows it: ask for less time, fewer columns or fewer segments, or raise the limit for the data source's user"
	case quotaExceeded:
		return "the ClickHouse user of the data source has used up its quota: wait, or raise it"
	case tooManyQueries:
		return "ClickHouse is busy with as many queries as it takes: try again"
	case queryCancelled:
		return "the query was stopped on the ClickHouse server, by its administrator or a restart: try again"
	case networkError, allTriesFailed:
		return "a part of the ClickHouse cluster does not answer: try again when it does"
	case notEnoughSpace:
		return "ClickHouse has no space left on its disk for the query"
	case readonly, settingConstraint, unknownSetting:
		return "the ClickHouse user of the data source may not set what the query needs: give it SETTINGS readonly = 2 (docs/data-source.md)"
	}
	name := ""
	if e.Name != "" {
		name = " (" + e.Name + ")"
	}
	return fmt.Sprintf("ClickHouse could not answer: its error %d%s; the server's log has more", e.Code, name)
}

var (
	exceptionStart = regexp.MustCompile(`Code: (\d+)\. DB::(?:Net|)Exception`)
	exceptionName  = regexp.MustCompile(`\(([A-Z][A-Z0-9_]+)\)`)
	grantColumns   = regexp.MustCompile(`SELECT\(([^)]*)\)`)
	versionEnd     = regexp.MustCompile(`\(version [^()]+(\([^()]*\))?\)\s*$`)
)

// denied says what may not be read: its columns, where the server names them.
func (e *Exception) denied() string {
	m := grantColumns.FindStringSubmatch(e.Text)
	if m == nil {
		return "all that was asked for"
	}
	names := strings.Split(m[1], ",")
	for i, name := range names {
		names[i] = strconv.Quote(strings.Trim(strings.TrimSpace(name), "`"))
	}
	if len(names) == 1 {
		return "column " + names[0]
	}
	return "columns " + strings.Join(names, ", ")
}

// exception reads the text of one; nil where it is none.
func exception(text string, limit time.Duration) *Exception {
	m := exceptionStart.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	e := &Exception{Text: text, limit: limit}
	e.Code, _ = strconv.Atoi(m[1])
	if names := exceptionName.FindAllStringSubmatch(text, -1); names != nil {
		e.Name = names[len(names)-1][1]
	}
	return e
}

// exceptionMark begins and ends an exception in the middle of rows, since ClickHouse 25.11; after it comes the tag of X-ClickHouse-Exception-Tag.
const exceptionMark = "__exception__\r\n"

// inTail finds an exception at the end of an answer whose status was given before it happened. Marked ones are certain. Servers before 25.11 write the text alone:
// it is taken for one where the rows before it broke off, or where it ends as the server's texts do.
func inTail(tail []byte, tag string, broken bool, limit time.Duration) *Exception {
	text := string(tail)
	if tag != "" {
		if i := strings.LastIndex(text, exceptionMark+tag); i >= 0 {
			return exception(text[i:], limit)
		}
		// The mark may have begun before what was kept of a long text.
		if !strings.HasSuffix(text, tag+"\r\n"+exceptionMark) {
			return nil
		}
		return exception(text, limit)
	}
	starts := exceptionStart.FindAllStringIndex(text, -1)
	if starts == nil {
		return nil
	}
	text = text[starts[0][0]:]
	if broken || versionEnd.MatchString(text) {
		return exception(text, limit)
	}
	return nil
}
