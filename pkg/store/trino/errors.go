package trino

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/tideline-ml/tideline/pkg/shorten"
	"github.com/tideline-ml/tideline/pkg/store/server"
)

// Error is an error of the server, by its name in Trino's StandardErrorCode. Error says what to do; Text is the server's own, for its operator.
type Error struct {
	Name  string        `json:"errorName"`
	Type  string        `json:"errorType"` // USER_ERROR, INTERNAL_ERROR, INSUFFICIENT_RESOURCES or EXTERNAL
	Text  string        `json:"message"`
	limit time.Duration // of a query
}

// Names that are no error of a query: what HTTP said.
const (
	refused   = "AUTHENTICATION"
	forbidden = "FORBIDDEN"
	gone      = "GONE"
	busy      = "BUSY"
	foreign   = "FOREIGN"
)

// refusal is what HTTP said instead of a page.
func refusal(response *http.Response, text string) error {
	e := &Error{Text: text}
	switch response.StatusCode {
	case http.StatusUnauthorized:
		e.Name = refused
	case http.StatusForbidden:
		e.Name = forbidden
	case http.StatusNotFound, http.StatusGone:
		if e.Name = foreign; response.Request.Method == http.MethodGet {
			e.Name = gone
		}
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		e.Name = busy
	default:
		e.Name = foreign
	}
	if e.Name == foreign {
		return fmt.Errorf("what answers at the address of Trino is not Trino's HTTP interface (status %d): correct it in the settings of the data source", response.StatusCode)
	}
	return e
}

// explain gives what stands for the error: one that concerns a value is that value's column's.
func (e *Error) explain() error {
	switch e.Name {
	case "DIVISION_BY_ZERO", "NUMERIC_VALUE_OUT_OF_RANGE", "INVALID_FUNCTION_ARGUMENT", "INVALID_CAST_ARGUMENT":
		return &server.ValueError{Message: e.Text + "; guard the expression with a case"}
	}
	return e
}

// setting says that the user may not set something for a session.
func (e *Error) setting(name string) bool {
	return e.Name == "PERMISSION_DENIED" && strings.Contains(e.Text, name)
}

func (e *Error) Error() string {
	switch e.Name {
	case refused:
		return "Trino refused the user, or its password or token: correct them in the settings of the data source"
	case forbidden:
		return "Trino does not let the data source's user in (" + oneLine(e.Text) + "): use https://, or correct the user"
	case gone:
		return "Trino knows nothing of the query any more: its coordinator was restarted, or a proxy asked another one; try again"
	case busy, "SERVER_STARTING_UP", "QUERY_QUEUE_FULL", "SERVER_SHUTTING_DOWN":
		return "Trino is busy or starting: try again"
	case "PERMISSION_DENIED":
		return "the Trino user of the data source is not allowed what the query needs (" + oneLine(strings.TrimPrefix(e.Text, "Access Denied: ")) + "): its administrator can grant it"
	case "CATALOG_NOT_FOUND":
		return "Trino has no such catalog: correct it in the settings of the data source, or the model's table"
	case "SCHEMA_NOT_FOUND", "MISSING_SCHEMA_NAME":
		return "Trino has no such schema: correct it in the settings of the data source, or the model's table"
	case "TABLE_NOT_FOUND":
		return "Trino has no such table any more, or hides it from the data source's user"
	case "COLUMN_NOT_FOUND":
		return "a column that was asked for is no longer in Trino: ask again, or correct the model"
	case "SYNTAX_ERROR":
		return "Trino cannot read the statement (" + oneLine(e.Text) + "): correct source.sql, or tell which version of Trino it is"
	case "EXCEEDED_TIME_LIMIT", "EXCEEDED_CPU_LIMIT":
		return fmt.Sprintf("Trino stopped the query at its limit of %s: ask for less time or fewer columns, have the table partitioned by time, or raise the limit in the settings of the data source", server.Limit(e.limit))
	case "EXCEEDED_GLOBAL_MEMORY_LIMIT", "EXCEEDED_LOCAL_MEMORY_LIMIT", "CLUSTER_OUT_OF_MEMORY", "EXCEEDED_FUNCTION_MEMORY_LIMIT", "EXCEEDED_SPILL_LIMIT":
		return "the query needs more memory than Trino allows it: ask for less time or fewer columns, or raise the limit for the data source's user"
	case "EXCEEDED_SCAN_LIMIT", "QUERY_TEXT_TOO_LARGE":
		return "the query reads or says more than Trino allows it: ask for less time, fewer columns or fewer segments, or raise the limit for the data source's user"
	case "ADMINISTRATIVELY_KILLED", "ADMINISTRATIVELY_PREEMPTED", "USER_CANCELED", "ABANDONED_QUERY", "ABANDONED_TASK":
		return "the query was stopped on Trino, by its administrator or a restart: try again"
	case "NO_NODES_AVAILABLE", "REMOTE_TASK_ERROR", "REMOTE_TASK_MISMATCH", "REMOTE_HOST_GONE", "PAGE_TRANSPORT_ERROR", "PAGE_TRANSPORT_TIMEOUT", "TOO_MANY_REQUESTS_FAILED":
		return "a node of the Trino cluster does not answer: try again when it does"
	}
	return fmt.Sprintf("Trino could not answer: %s (%s); its log has more", oneLine(e.Text), e.Name)
}

// oneLine is the beginning of a text.
func oneLine(text string) string {
	const most = 200
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSuffix(shorten.To(most, text), ".")
}
