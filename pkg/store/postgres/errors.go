package postgres

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/tideline-ml/tideline/pkg/store/server"
)

// Error is what went wrong at the server, with what to do about it. It names the server and the database user, and is for administrators.
type Error struct {
	Message string
	cause   error // context.DeadlineExceeded where the query took too long
}

func (e *Error) Error() string { return e.Message }
func (e *Error) Unwrap() error { return e.cause }

// explain puts an error of the driver into words. ctx is the caller's: its own end is no failure of the server.
func (e *Engine) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	say := func(format string, args ...any) error { return &Error{fmt.Sprintf(format, args...), nil} }
	var said *pgconn.PgError
	if errors.As(err, &said) {
		switch {
		case said.Code == "28P01" && !e.password:
			return say("PostgreSQL refused the user %q at %s: it asks for a password, and none is set", e.user, e.address)
		case said.Code == "28P01":
			return say("PostgreSQL refused the user %q at %s: the password is wrong", e.user, e.address)
		case strings.HasPrefix(said.Code, "28"):
			return say("PostgreSQL refused the user %q at %s: %s; see pg_hba.conf on the server, and the encryption (store.tls.mode)", e.user, e.address, said.Message)
		case said.Code == "3D000":
			return say("%s at %s: check the database (store.database)", said.Message, e.address)
		case said.Code == "53300" && strings.Contains(said.Message, "for role"):
			return say("the database user %q has no connection left at %s: raise the role's CONNECTION LIMIT; Tideline takes four for a data source at most", e.user, e.address)
		case said.Code == "53300":
			return say("PostgreSQL at %s has no connection left (max_connections): %s", e.address, said.Message)
		case said.Code == "42501":
			return say("the database user %q may not read this: %s; an owner may GRANT SELECT", e.user, said.Message)
		case said.Code == "57014" && strings.Contains(said.Message, "timeout"), said.Code == "25P03":
			return e.slow()
		case said.Code == "57014":
			return say("the query was cancelled on the server by somebody else")
		case strings.HasPrefix(said.Code, "57P"), strings.HasPrefix(said.Code, "08"):
			return say("PostgreSQL at %s ended the connection during the query (%s): ask again", e.address, said.Message)
		case strings.HasPrefix(said.Code, "22"):
			return &server.ValueError{Message: said.Message + "; guard the expression with a case"}
		case strings.HasPrefix(said.Code, "53"):
			return say("PostgreSQL at %s lacks resources: %s", e.address, said.Message)
		}
		return say("PostgreSQL: %s (%s)", said.Message, said.Code)
	}
	var connecting *pgconn.ConnectError
	isConnecting := errors.As(err, &connecting)
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var handshake *tls.CertificateVerificationError
	var network net.Error
	switch {
	case strings.Contains(err.Error(), "server refused TLS connection"):
		return say("PostgreSQL at %s does not speak TLS: switch ssl on there, or set the encryption (store.tls.mode) to none (disable) where the network is trusted", e.address)
	case errors.As(err, &authority):
		return say("PostgreSQL at %s shows a certificate of an unknown authority: give the authority's certificate (tlsCACert), or the encryption (store.tls.mode) to not verified (require)", e.address)
	case errors.As(err, &name):
		return say("PostgreSQL at %s shows a certificate for another name (%v): set that name (store.tls.serverName), or the encryption (store.tls.mode) to verified authority (verify-ca)", e.address, name)
	case errors.As(err, &invalid), errors.As(err, &handshake):
		return say("PostgreSQL at %s shows a certificate that cannot be trusted: %s", e.address, innermost(err))
	case isConnecting && errors.As(err, &network) && network.Timeout(), isConnecting && errors.Is(err, context.DeadlineExceeded):
		return say("PostgreSQL at %s did not answer within %v: check the address (store.url), and that a firewall lets Grafana through", e.address, min(connectTimeout, e.timeout))
	case isConnecting:
		return say("PostgreSQL at %s cannot be reached (%s): check the address (store.url), and that the server runs", e.address, innermost(err))
	case errors.Is(err, context.DeadlineExceeded):
		return e.slow()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &network), strings.Contains(err.Error(), "conn closed"):
		return say("the connection to PostgreSQL at %s broke during the query: ask again", e.address)
	}
	return say("PostgreSQL at %s: %s", e.address, innermost(err))
}

func (e *Engine) slow() error {
	return &Error{fmt.Sprintf("the query took longer than %v and was stopped: ask for less time or fewer columns, have the time column indexed or the table partitioned by it, or raise the longest that a question may take (store.timeout)",
		e.timeout.Round(time.Millisecond)), context.DeadlineExceeded}
}

// innermost is the part of an error that tells the cause, without what the driver says around it.
func innermost(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err.Error()
		}
		err = inner
	}
}
