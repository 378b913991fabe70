/**
 * Templates in the language of Go's {@code text/template}, as Prometheus and Alertmanager use it: lexer, parser, and a
 * walker over maps, lists and records of fields. Output equals Go's.
 */
@NullMarked
package io.vedette.rules.template;

import org.jspecify.annotations.NullMarked;
