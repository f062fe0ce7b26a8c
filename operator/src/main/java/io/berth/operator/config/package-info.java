/** The operator's one YAML file: read, checked as a whole, and turned into records. */
@NullMarked
package io.berth.operator.config;

import org.jspecify.annotations.NullMarked;
