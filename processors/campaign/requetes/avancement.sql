-- Nombre de bilans en vigueur par statut et par type de collectivité
SELECT type_collectivite AS "Type", count(*) AS "Bilans", count(*) FILTER (statut = 'à corriger') AS "À corriger",
    count(*) FILTER (statut = 'accepté') AS "Acceptés", count(*) FILTER (statut = 'validé') AS "Validés",
    count(*) FILTER (statut = 'transmis') AS "Transmis"
FROM suivi WHERE en_vigueur GROUP BY 1 ORDER BY 1
