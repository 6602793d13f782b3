-- Les collectivités attendues dont aucun bilan n’a été reçu
SELECT siret AS "SIRET", nom AS "Collectivité", type_collectivite AS "Type"
FROM attendus ANTI JOIN receptions USING (siret) ORDER BY siret
